// Writing age v1 files, streaming in constant memory (C2SP age, "Payload").
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <vector>

#include "crypto/age/limits.hpp"
#include "crypto/age/passphrase.hpp"
#include "crypto/age/recipient.hpp"
#include "crypto/secret.hpp"

namespace crypto::age {

using Sink = std::function<void(ByteView)>;  // receives output in order; may throw, which ends the operation

class Sealer {
public:
    // Writes the header to `sink` at once: one stanza per recipient, in the given order. Errors: invalid_recipient,
    // mixed_recipients, too_many_recipients; nothing is written then. At least one recipient.
    static std::expected<Sealer, std::error_code> start(const std::vector<Recipient>& recipients, Sink sink);
    // To whoever knows the passphrase, and nobody else. Takes 2^log_n KiB and its time (crypto/age/scrypt.hpp).
    static Sealer start(const Passphrase& passphrase, Sink sink, unsigned log_n = scrypt_log_n);
    Sealer(Sealer&&) noexcept;
    Sealer& operator=(Sealer&&) noexcept;
    ~Sealer();

    void write(ByteView plaintext);  // any sizes
    void finish();                   // writes the last chunk; without it the file is truncated and readers refuse it

private:
    struct State;
    explicit Sealer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// Whole buffer at once.
std::expected<Bytes, std::error_code> seal(const std::vector<Recipient>& recipients, ByteView plaintext);
std::expected<Bytes, std::error_code> seal(const std::vector<HybridRecipient>& recipients, ByteView plaintext);

Bytes seal(const Passphrase& passphrase, ByteView plaintext, unsigned log_n = scrypt_log_n);

}  // namespace crypto::age
