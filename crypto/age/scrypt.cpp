#include "crypto/age/scrypt.hpp"

#include <sodium.h>

#include <stdexcept>

#include "crypto/age/wrap.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace crypto::age {
namespace {

constexpr std::string_view scrypt_label = "age-encryption.org/v1/scrypt";
constexpr std::uint32_t scrypt_r = 8, scrypt_p = 1;
constexpr unsigned log_n_possible = 30;  // libsodium counts N in 32 bits

}  // namespace

ScryptWrapKey scrypt_wrap_key(const Passphrase& passphrase, const ScryptSalt& salt, unsigned log_n) {
    if (log_n < 1 || log_n > log_n_possible) throw std::invalid_argument("age: a work factor out of range");
    Bytes labelled = to_bytes(scrypt_label);
    append(labelled, salt);
    std::array<std::uint8_t, ScryptWrapKey::bytes_count> raw{};
    const int result = crypto_pwhash_scryptsalsa208sha256_ll(
        passphrase.expose().data(), passphrase.expose().size(), labelled.data(), labelled.size(),
        std::uint64_t{1} << log_n, scrypt_r, scrypt_p, raw.data(), raw.size());
    ScryptWrapKey key{std::span<const std::uint8_t, ScryptWrapKey::bytes_count>(raw)};
    wipe(raw);
    if (result != 0) throw std::runtime_error("not enough memory for the passphrase's work factor");
    return key;
}

Stanza wrap_file_key(const FileKey& file_key, const Passphrase& passphrase, unsigned log_n) {
    const ScryptSalt salt = random_array<std::tuple_size_v<ScryptSalt>>();
    // The zero nonce is safe: the key comes from a fresh salt and seals nothing else.
    const ScryptWrapKey wrap_key = scrypt_wrap_key(passphrase, salt, log_n);
    return Stanza{{std::string(scrypt_stanza_type), base64_encode_unpadded(salt), std::to_string(log_n)},
                  seal_file_key(file_key, wrap_key.expose(), zero_nonce)};
}

}  // namespace crypto::age
