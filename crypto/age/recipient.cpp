#include "crypto/age/recipient.hpp"

#include "crypto/age/bech32.hpp"

namespace crypto::age {
namespace {

constexpr std::string_view hybrid_prefix = "age1pq";
constexpr std::string_view x25519_prefix = "age";

template <class Recipient>
std::expected<Recipient, std::error_code> parse_recipient(std::string_view text, std::string_view prefix) {
    const std::optional<Bech32> decoded = bech32_decode(text);
    Recipient recipient;
    if (!decoded || decoded->prefix != prefix || decoded->data.size() != recipient.bytes.size()) {
        return std::unexpected(errc::malformed_key);
    }
    std::ranges::copy(decoded->data, recipient.bytes.begin());
    return recipient;
}

std::string recipient_text(std::string_view prefix, ByteView bytes) {
    return std::string(as_text(bech32_encode(prefix, bytes)));
}

}  // namespace

std::string HybridRecipient::text() const { return recipient_text(hybrid_prefix, bytes); }

std::expected<HybridRecipient, std::error_code> HybridRecipient::parse(std::string_view text) {
    return parse_recipient<HybridRecipient>(text, hybrid_prefix);
}

std::string X25519Recipient::text() const { return recipient_text(x25519_prefix, bytes); }

std::expected<X25519Recipient, std::error_code> X25519Recipient::parse(std::string_view text) {
    return parse_recipient<X25519Recipient>(text, x25519_prefix);
}

}  // namespace crypto::age
