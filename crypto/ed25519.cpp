#include "crypto/ed25519.hpp"

#include <sodium.h>

#include <stdexcept>
#include <utility>

#include "crypto/random.hpp"

namespace crypto {
namespace {

// libsodium's form of the private key: seed || public key. The seed alone is kept, this lives for one signature.
using ExpandedKey = Secret<crypto_sign_SECRETKEYBYTES, struct ExpandedKeyTag>;

ExpandedKey expand(const SigningSeed& seed, const VerifyKey& verify_key) noexcept {
    std::array<std::uint8_t, ExpandedKey::bytes_count> raw;
    std::ranges::copy(seed.expose(), raw.begin());
    std::ranges::copy(verify_key.bytes, raw.begin() + SigningSeed::bytes_count);
    ExpandedKey key{std::span<const std::uint8_t, ExpandedKey::bytes_count>(raw)};
    wipe(raw);
    return key;
}

// NAME SP LENGTH LF MESSAGE: the length makes the split unambiguous, the name keeps one use's signature out of another.
Bytes with_context(Context context, ByteView message) {
    Bytes signed_bytes = to_bytes(context_name(context));
    append(signed_bytes, as_bytes(" " + std::to_string(message.size()) + "\n"));
    append(signed_bytes, message);
    return signed_bytes;
}

}  // namespace

std::string_view context_name(Context context) noexcept {
    switch (context) {
        case Context::entry: return "nfp-entry-v1";
        case Context::invitation: return "nfp-invitation-v1";
        case Context::enrolment: return "nfp-enrolment-v1";
        case Context::device: return "nfp-device-v1";
        case Context::recovery: return "nfp-recovery-v1";
    }
    std::unreachable();
}

SigningKey::SigningKey(SigningSeed seed) : seed_(std::move(seed)) {
    std::array<std::uint8_t, ExpandedKey::bytes_count> secret;
    const int result = crypto_sign_seed_keypair(verify_key_.bytes.data(), secret.data(), seed_.expose().data());
    wipe(secret);
    if (result != 0) throw std::runtime_error("libsodium derives no Ed25519 key");
}

SigningKey SigningKey::generate() { return SigningKey(random_secret<SigningSeed>()); }

Signature SigningKey::sign(Context context, ByteView message) const { return sign_raw(with_context(context, message)); }

Signature SigningKey::sign_raw(ByteView message) const {
    const ExpandedKey key = expand(seed_, verify_key_);
    Signature signature;
    if (crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(), key.expose().data()) !=
        0) {
        throw std::runtime_error("libsodium does not sign");
    }
    return signature;
}

bool verify(const VerifyKey& key, Context context, ByteView message, const Signature& signature) {
    return verify_raw(key, with_context(context, message), signature);
}

// RFC 8032, 5.1.7, with libsodium's additions: small-order and non-canonical points are refused.
bool verify_raw(const VerifyKey& key, ByteView message, const Signature& signature) {
    return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(), key.bytes.data()) == 0;
}

}  // namespace crypto
