// Key derivation and keyed hashing: HKDF-SHA-256 (RFC 5869), HMAC-SHA-256 (RFC 2104), Argon2id (RFC 9106).
#pragma once

#include "crypto/secret.hpp"
#include "crypto/sha256.hpp"

namespace crypto {

SecretBytes hkdf_sha256(ByteView ikm, ByteView salt, std::string_view info, std::size_t bytes_count);
Digest hmac_sha256(ByteView key, ByteView message);  // a key of any length

struct Argon2idCost {
    std::uint32_t memory_kib = 64 * 1024;  // at least 64 MiB for passphrases
    std::uint32_t passes = 3;              // at least 3 for passphrases
    bool operator==(const Argon2idCost&) const = default;
};
using Argon2Salt = std::array<std::uint8_t, 16>;
// One lane, as libsodium's crypto_pwhash. Throws std::bad_alloc when the memory is not to be had,
// std::invalid_argument for a cost outside what libsodium accepts.
SecretBytes argon2id(ByteView passphrase, const Argon2Salt& salt, Argon2idCost cost, std::size_t bytes_count);

}  // namespace crypto
