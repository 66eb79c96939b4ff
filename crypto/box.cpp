#include "crypto/box.hpp"

#include <sodium.h>

#include "crypto/random.hpp"

namespace crypto {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(nonce_bytes + tag_bytes == box_overhead_bytes);

}  // namespace

Bytes box_seal(const BoxKey& key, ByteView plaintext, ByteView associated_data) {
    Bytes box(box_overhead_bytes + plaintext.size());
    const std::span<std::uint8_t> nonce(box.data(), nonce_bytes);
    fill_random(nonce);  // 192 random bits never repeat under one key (draft-irtf-cfrg-xchacha, 3.1)
    crypto_aead_xchacha20poly1305_ietf_encrypt(box.data() + nonce_bytes, nullptr, plaintext.data(), plaintext.size(),
                                               associated_data.data(), associated_data.size(), nullptr, nonce.data(),
                                               key.expose().data());
    return box;
}

std::optional<SecretBytes> box_open(const BoxKey& key, ByteView box, ByteView associated_data) {
    if (box.size() < box_overhead_bytes) return std::nullopt;
    const ByteView nonce = box.first(nonce_bytes), sealed = box.subspan(nonce_bytes);
    SecretBytes plaintext(sealed.size() - tag_bytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plaintext.data(), nullptr, nullptr, sealed.data(), sealed.size(),
                                                   associated_data.data(), associated_data.size(), nonce.data(),
                                                   key.expose().data()) != 0) {
        return std::nullopt;
    }
    return plaintext;
}

}  // namespace crypto
