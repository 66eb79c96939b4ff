// One OpenSSL ChaCha20-Poly1305 context for a whole payload: the key is set once, the nonce anew for each chunk. Internal
// to crypto/age. OpenSSL cleanses the key when it frees the context.
#pragma once

#include <memory>

#include "crypto/age/file_key.hpp"

struct evp_cipher_ctx_st;  // OpenSSL's EVP_CIPHER_CTX

namespace crypto::age {

struct FreeCipher {
    void operator()(evp_cipher_ctx_st* context) const noexcept;
};
using CipherPtr = std::unique_ptr<evp_cipher_ctx_st, FreeCipher>;

enum class Direction { open = 0, seal = 1 };  // the values are EVP_CipherInit_ex2's

// Throws std::bad_alloc when OpenSSL has no memory for it.
CipherPtr new_payload_cipher(const PayloadKey& key, Direction direction);

}  // namespace crypto::age
