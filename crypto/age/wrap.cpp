#include "crypto/age/wrap.hpp"

#include <sodium.h>

#include "crypto/encoding.hpp"
#include "crypto/kdf.hpp"
#include "crypto/random.hpp"

namespace crypto::age {
namespace {

static_assert(hybrid_enc_bytes == crypto_kem_CIPHERTEXTBYTES && KemSecret::bytes_count == crypto_kem_SHAREDSECRETBYTES);
static_assert(sizeof(HybridRecipient::bytes) == crypto_kem_PUBLICKEYBYTES);

constexpr std::string_view x25519_info = "age-encryption.org/v1/X25519";
using EphemeralScalar = Secret<crypto_scalarmult_SCALARBYTES, struct EphemeralScalarTag>;

static_assert(zero_nonce.size() == crypto_aead_chacha20poly1305_ietf_NPUBBYTES);

}  // namespace

Bytes seal_file_key(const FileKey& file_key, ByteView key, ByteView nonce) {
    Bytes body(wrapped_key_bytes);
    crypto_aead_chacha20poly1305_ietf_encrypt(body.data(), nullptr, file_key.expose().data(), file_key.expose().size(),
                                              nullptr, 0, nullptr, nonce.data(), key.data());
    return body;
}

WrapKey x25519_wrap_key(const X25519Secret& exchanged, std::span<const std::uint8_t, x25519_share_bytes> share,
                        const X25519Recipient& recipient) {
    Bytes salt(share.begin(), share.end());
    append(salt, recipient.bytes);
    const SecretBytes key = hkdf_sha256(exchanged.expose(), salt, x25519_info, WrapKey::bytes_count);
    return WrapKey(std::span(key).first<WrapKey::bytes_count>());
}

std::expected<Stanza, std::error_code> wrap_file_key(const FileKey& file_key, const HybridRecipient& recipient) {
    std::array<std::uint8_t, hybrid_enc_bytes> enc;
    std::array<std::uint8_t, KemSecret::bytes_count> raw{};
    const int result = crypto_kem_enc(enc.data(), raw.data(), recipient.bytes.data());
    const KemSecret shared_secret{std::span<const std::uint8_t, KemSecret::bytes_count>(raw)};
    wipe(raw);
    // FIPS 203, 7.2 (coefficients out of range), or a low-order X25519 part.
    if (result != 0) return std::unexpected(errc::invalid_recipient);
    const HpkeContext context = hpke_key_schedule(shared_secret, hybrid_info);
    // Sequence number 0, so the nonce is the base nonce; the key seals nothing else (RFC 9180, 5.2, 6.1).
    return Stanza{{std::string(hybrid_stanza_type), base64_encode_unpadded(enc)},
                  seal_file_key(file_key, context.key.expose(), context.base_nonce.expose())};
}

std::expected<Stanza, std::error_code> wrap_file_key(const FileKey& file_key, const X25519Recipient& recipient) {
    const auto scalar = random_secret<EphemeralScalar>();
    std::array<std::uint8_t, x25519_share_bytes> share;
    std::array<std::uint8_t, X25519Secret::bytes_count> raw{};
    crypto_scalarmult_base(share.data(), scalar.expose().data());
    const int result = crypto_scalarmult(raw.data(), scalar.expose().data(), recipient.bytes.data());
    const X25519Secret exchanged{std::span<const std::uint8_t, X25519Secret::bytes_count>(raw)};
    wipe(raw);
    if (result != 0) return std::unexpected(errc::invalid_recipient);  // a low-order point gives zero (RFC 7748, 6.1)
    // A zero nonce is safe: the wrap key comes from a fresh ephemeral scalar and seals nothing else
    // (C2SP age, "The X25519 recipient type").
    const WrapKey wrap_key = x25519_wrap_key(exchanged, share, recipient);
    return Stanza{{std::string(x25519_stanza_type), base64_encode_unpadded(share)},
                  seal_file_key(file_key, wrap_key.expose(), zero_nonce)};
}

}  // namespace crypto::age
