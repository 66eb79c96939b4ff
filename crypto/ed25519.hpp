// Ed25519 (RFC 8032) with contexts. One implementation and one rule everywhere: libsodium's, which refuses S >= L,
// small-order and non-canonical points, so that no two members disagree on a signature.
#pragma once

#include <array>
#include <compare>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

namespace crypto {

// Every use of an Ed25519 key of ours. The signed bytes are NAME SP LENGTH LF MESSAGE (docs/protocol.md, "Contexts"), a
// form that no C2SP note can start with; notes are signed by keys of their own (crypto/note.hpp).
enum class Context {
    entry,       // nfp-entry-v1       header of an entry, by a device's signing key
    invitation,  // nfp-invitation-v1  signed part of an invitation, by the inviter's device
    enrolment,   // nfp-enrolment-v1   enrolment, by the new device itself
    device,      // nfp-device-v1      a person's further device, by that device itself
    recovery,    // nfp-recovery-v1    use of a recovery sheet, by the sheet's signing key
};
std::string_view context_name(Context context) noexcept;

struct Signature {
    std::array<std::uint8_t, 64> bytes{};
    bool operator==(const Signature&) const = default;
};

struct VerifyKey {
    std::array<std::uint8_t, 32> bytes{};
    auto operator<=>(const VerifyKey&) const = default;
};

using SigningSeed = Secret<32, struct SigningSeedTag>;  // RFC 8032 private key

class SigningKey {
public:
    explicit SigningKey(SigningSeed seed);
    static SigningKey generate();

    const VerifyKey& verify_key() const noexcept { return verify_key_; }
    const SigningSeed& seed() const noexcept { return seed_; }
    Signature sign(Context context, ByteView message) const;
    Signature sign_raw(ByteView message) const;  // no context: for C2SP notes only

private:
    SigningSeed seed_;
    VerifyKey verify_key_;
};

[[nodiscard]] bool verify(const VerifyKey& key, Context context, ByteView message, const Signature& signature);
[[nodiscard]] bool verify_raw(const VerifyKey& key, ByteView message, const Signature& signature);

}  // namespace crypto
