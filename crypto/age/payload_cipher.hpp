// One OpenSSL ChaCha20-Poly1305 context for a whole payload: the key is set once, the nonce anew for each chunk. Internal
// to crypto/age, for .cpp files only. OpenSSL cleanses the key when it frees the context.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <new>

#include "crypto/age/file_key.hpp"

namespace crypto::age {

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using CipherPtr = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

enum class Direction { open = 0, seal = 1 };  // the values are EVP_CipherInit_ex2's

inline CipherPtr new_payload_cipher(const PayloadKey& key, Direction direction) {
    CipherPtr context(EVP_CIPHER_CTX_new());
    if (!context || EVP_CipherInit_ex2(context.get(), EVP_chacha20_poly1305(), key.expose().data(), nullptr,
                                       static_cast<int>(direction), nullptr) != 1) {
        throw std::bad_alloc();
    }
    return context;
}

}  // namespace crypto::age
