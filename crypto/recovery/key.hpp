// A member state's recovery key: two key pairs from one secret that stands on paper (docs/protocol.md, "Recovery keys").
#pragma once

#include <array>
#include <string>

#include "crypto/age/identity.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/secret.hpp"

namespace crypto::recovery {

using RecoverySecret = Secret<32, struct RecoverySecretTag>;  // made by random_secret<RecoverySecret>()

// The public halves, which go into the register.
struct PublicKey {
    VerifyKey sign;
    age::HybridRecipient age;
    bool operator==(const PublicKey&) const = default;
};

struct RecoveryKey {
    SigningKey sign;
    age::HybridIdentity age;
    PublicKey public_key() const { return {sign.verify_key(), age.recipient()}; }
};

// HKDF-SHA-256 of the secret, without salt; infos "nfp-recovery-sign-v1" and "nfp-recovery-age-v1".
RecoveryKey derive_key(const RecoverySecret& secret);

// The number of a sheet: tells a state's sheets apart and finds the sheet of a key. It proves nothing: compare the keys for that.
struct Fingerprint {
    std::array<std::uint8_t, 8> bytes{};
    bool operator==(const Fingerprint&) const = default;
    std::string text() const;  // "0123 4567 89ab cdef"
};
// The first 8 bytes of H("nfp-recovery-sheet-v1" LF || sign || age).
Fingerprint fingerprint(const PublicKey& key);

}  // namespace crypto::recovery
