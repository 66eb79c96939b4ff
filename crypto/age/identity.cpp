#include "crypto/age/identity.hpp"

#include <sodium.h>

#include <stdexcept>

#include "crypto/age/bech32.hpp"
#include "crypto/random.hpp"

namespace crypto::age {
namespace {

static_assert(HybridSeed::bytes_count == crypto_kem_SEEDBYTES);
static_assert(HybridSeed::bytes_count == crypto_kem_SECRETKEYBYTES);

constexpr std::string_view hybrid_prefix = "AGE-SECRET-KEY-PQ-";
constexpr std::string_view x25519_prefix = "AGE-SECRET-KEY-";

std::uint8_t to_upper(std::uint8_t c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<std::uint8_t>(c - 'a' + 'A') : c;
}
char to_lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

SecretBytes identity_text(std::string_view prefix, ByteView secret) {
    std::string lower(prefix);  // the checksum is over the lower-case form
    std::ranges::transform(lower, lower.begin(), to_lower);
    SecretBytes text = bech32_encode(lower, secret);
    std::ranges::transform(text, text.begin(), to_upper);
    return text;
}

template <class SecretType>
std::optional<SecretType> parse_identity(std::string_view text, std::string_view prefix) {
    const std::optional<Bech32> decoded = bech32_decode(text);
    if (!decoded || decoded->prefix != prefix || decoded->data.size() != SecretType::bytes_count) return std::nullopt;
    return SecretType(std::span(decoded->data).template first<SecretType::bytes_count>());
}

HybridRecipient derive_recipient(const HybridSeed& seed) {
    HybridRecipient recipient;
    std::array<std::uint8_t, crypto_kem_SECRETKEYBYTES> secret;  // the seed again
    const int result = crypto_kem_seed_keypair(recipient.bytes.data(), secret.data(), seed.expose().data());
    wipe(secret);
    if (result != 0) throw std::runtime_error("libsodium derives no X-Wing key");
    return recipient;
}

X25519Recipient derive_recipient(const X25519Scalar& scalar) {
    X25519Recipient recipient;
    if (crypto_scalarmult_base(recipient.bytes.data(), scalar.expose().data()) != 0) {
        throw std::runtime_error("libsodium derives no X25519 key");
    }
    return recipient;
}

}  // namespace

HybridIdentity::HybridIdentity(HybridSeed seed) : seed_(std::move(seed)), recipient_(derive_recipient(seed_)) {}
HybridIdentity HybridIdentity::generate() { return HybridIdentity(random_secret<HybridSeed>()); }

std::expected<HybridIdentity, std::error_code> HybridIdentity::parse(std::string_view text) {
    auto seed = parse_identity<HybridSeed>(text, hybrid_prefix);
    if (!seed) return std::unexpected(errc::malformed_key);
    return HybridIdentity(*std::move(seed));
}

SecretBytes HybridIdentity::text() const { return identity_text(hybrid_prefix, seed_.expose()); }

X25519Identity::X25519Identity(X25519Scalar scalar)
    : scalar_(std::move(scalar)), recipient_(derive_recipient(scalar_)) {}
X25519Identity X25519Identity::generate() { return X25519Identity(random_secret<X25519Scalar>()); }

std::expected<X25519Identity, std::error_code> X25519Identity::parse(std::string_view text) {
    auto scalar = parse_identity<X25519Scalar>(text, x25519_prefix);
    if (!scalar) return std::unexpected(errc::malformed_key);
    return X25519Identity(*std::move(scalar));
}

SecretBytes X25519Identity::text() const { return identity_text(x25519_prefix, scalar_.expose()); }

}  // namespace crypto::age
