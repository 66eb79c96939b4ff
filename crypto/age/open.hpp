// Reading age v1 files, streaming in constant memory. Linked by clients only.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <vector>

#include "crypto/age/format.hpp"
#include "crypto/age/identity.hpp"
#include "crypto/age/passphrase.hpp"

namespace crypto::age {

// Receives authentic plaintext in order. Until finish() has succeeded it may be a truncated prefix: write to a temporary
// name and rename after the end.
using PlainSink = std::function<void(ByteView)>;

class Opener {
public:
    // Tries every identity on every stanza, as the stock tool does. `identities` must outlive the Opener.
    Opener(const std::vector<Identity>& identities, PlainSink sink);
    // The same for a file that may be sealed with a passphrase instead: see PassphraseSource.
    Opener(const std::vector<Identity>& identities, PassphraseSource passphrase, PlainSink sink);
    // Tries one hybrid identity on stanza number `stanza` only (network entries: a reader tries its own stanza).
    Opener(const HybridIdentity& identity, std::size_t stanza, PlainSink sink);
    Opener(Opener&&) noexcept;
    Opener& operator=(Opener&&) noexcept;
    ~Opener();

    // Feeds ciphertext in pieces of any size. The first error is final and is returned again by every later call.
    [[nodiscard]] std::error_code write(ByteView ciphertext);
    [[nodiscard]] std::error_code finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::expected<SecretBytes, std::error_code> open(const std::vector<Identity>& identities, ByteView file);
std::expected<SecretBytes, std::error_code> open(const std::vector<Identity>& identities, PassphraseSource passphrase,
                                                 ByteView file);
std::expected<SecretBytes, std::error_code> open_stanza(const HybridIdentity& identity, std::size_t stanza, ByteView file);

}  // namespace crypto::age
