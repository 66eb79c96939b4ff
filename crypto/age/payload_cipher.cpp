#include "crypto/age/payload_cipher.hpp"

#include <openssl/evp.h>

#include <new>

namespace crypto::age {

void FreeCipher::operator()(evp_cipher_ctx_st* context) const noexcept { EVP_CIPHER_CTX_free(context); }

CipherPtr new_payload_cipher(const PayloadKey& key, Direction direction) {
    CipherPtr context(EVP_CIPHER_CTX_new());
    if (!context || EVP_CipherInit_ex2(context.get(), EVP_chacha20_poly1305(), key.expose().data(), nullptr,
                                       static_cast<int>(direction), nullptr) != 1) {
        throw std::bad_alloc();
    }
    return context;
}

}  // namespace crypto::age
