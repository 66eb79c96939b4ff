#include "crypto/age/file_key.hpp"

#include "crypto/kdf.hpp"

namespace crypto::age {

Digest header_mac(const FileKey& file_key, ByteView mac_input) {
    return hmac_sha256(hkdf_sha256(file_key.expose(), {}, "header", 32), mac_input);
}

PayloadKey payload_key(const FileKey& file_key, const PayloadNonce& nonce) {
    const SecretBytes key = hkdf_sha256(file_key.expose(), nonce, "payload", PayloadKey::bytes_count);
    return PayloadKey(std::span(key).first<PayloadKey::bytes_count>());
}

std::array<std::uint8_t, 12> chunk_nonce(std::uint64_t number, bool last) noexcept {
    std::array<std::uint8_t, 12> nonce{};  // 64 bits of counter outlast any file
    for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<std::uint8_t>(number >> 8 * i);
    nonce[11] = last ? 1 : 0;
    return nonce;
}

}  // namespace crypto::age
