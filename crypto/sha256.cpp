#include "crypto/sha256.hpp"

#include <openssl/evp.h>

#include <new>
#include <stdexcept>

namespace crypto {
namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using ContextPtr = std::unique_ptr<EVP_MD_CTX, FreeContext>;

void require(int result) {
    if (result != 1) throw std::runtime_error("OpenSSL refuses SHA-256");
}

// Fetched once: looking the algorithm up costs more than hashing a Merkle node. Never freed: OpenSSL outlives us.
const EVP_MD* algorithm() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (fetched == nullptr) throw std::runtime_error("OpenSSL has no SHA-256");
    return fetched;
}

ContextPtr new_context() {
    ContextPtr context(EVP_MD_CTX_new());
    if (!context) throw std::bad_alloc();
    return context;
}

}  // namespace

Digest sha256(ByteView bytes) {
    thread_local const ContextPtr context = new_context();
    Digest digest;
    require(EVP_DigestInit_ex2(context.get(), algorithm(), nullptr));
    require(EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()));
    require(EVP_DigestFinal_ex(context.get(), digest.data(), nullptr));
    return digest;
}

struct Sha256::State {
    ContextPtr context = new_context();
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    require(EVP_DigestInit_ex2(state_->context.get(), algorithm(), nullptr));
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(ByteView bytes) {
    require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()));
    return *this;
}

Digest Sha256::finish() {
    Digest digest;
    require(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr));
    return digest;
}

}  // namespace crypto
