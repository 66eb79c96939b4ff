#include "crypto/kdf.hpp"

#include <sodium.h>

#include <new>
#include <stdexcept>

namespace crypto {
namespace {

// libsodium declares its pointers as never null, empty or not.
constexpr std::uint8_t nothing = 0;
const std::uint8_t* data_of(ByteView bytes) noexcept { return bytes.empty() ? &nothing : bytes.data(); }

using Prk = std::array<std::uint8_t, crypto_kdf_hkdf_sha256_KEYBYTES>;

}  // namespace

SecretBytes hkdf_sha256(ByteView ikm, ByteView salt, std::string_view info, std::size_t bytes_count) {
    if (bytes_count > crypto_kdf_hkdf_sha256_BYTES_MAX) {  // RFC 5869, 2.3: L <= 255 * HashLen
        throw std::invalid_argument("HKDF-SHA-256 gives at most 8160 bytes");
    }
    SecretBytes out(bytes_count);
    if (out.empty()) return out;
    Prk prk;
    crypto_kdf_hkdf_sha256_extract(prk.data(), data_of(salt), salt.size(), data_of(ikm), ikm.size());
    crypto_kdf_hkdf_sha256_expand(out.data(), out.size(), info.data(), info.size(), prk.data());
    wipe(prk);
    return out;
}

Digest hmac_sha256(ByteView key, ByteView message) {
    Digest mac;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, data_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, data_of(message), message.size());
    crypto_auth_hmacsha256_final(&state, mac.data());
    sodium_memzero(&state, sizeof state);
    return mac;
}

SecretBytes argon2id(ByteView passphrase, const Argon2Salt& salt, Argon2idCost cost, std::size_t bytes_count) {
    static_assert(std::tuple_size_v<Argon2Salt> == crypto_pwhash_argon2id_SALTBYTES);
    const std::size_t memory_bytes = std::size_t{cost.memory_kib} * 1024;
    // All of libsodium's own bounds, checked here: below it the two failures could not be told apart.
    if (cost.passes < crypto_pwhash_argon2id_OPSLIMIT_MIN || memory_bytes < crypto_pwhash_argon2id_MEMLIMIT_MIN ||
        memory_bytes > crypto_pwhash_argon2id_MEMLIMIT_MAX || bytes_count < crypto_pwhash_argon2id_BYTES_MIN ||
        bytes_count > crypto_pwhash_argon2id_BYTES_MAX || passphrase.size() > crypto_pwhash_argon2id_PASSWD_MAX) {
        throw std::invalid_argument("Argon2id: cost or output size out of range");
    }
    SecretBytes out(bytes_count);
    const auto text = as_text(passphrase);
    if (crypto_pwhash_argon2id(out.data(), out.size(), text.data(), text.size(), salt.data(),
                               cost.passes, memory_bytes, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc();
    }
    return out;
}

}  // namespace crypto
