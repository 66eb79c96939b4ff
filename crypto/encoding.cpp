#include "crypto/encoding.hpp"

#include <sodium.h>

namespace crypto {
namespace {

std::string base64_text(ByteView bytes, int variant) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back();  // libsodium counts and writes a terminating zero
    return text;
}

// No ignore set and no end pointer: libsodium then refuses white space, missing or excess padding, anything that is left
// over, and trailing bits that are not zero.
std::optional<Bytes> base64_bytes(std::string_view text, int variant) {
    Bytes bytes(text.size() / 4 * 3 + 3);
    std::size_t count = 0;
    if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &count, nullptr, variant) !=
        0) {
        return std::nullopt;
    }
    bytes.resize(count);
    return bytes;
}

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

}  // namespace

std::string hex_encode(ByteView bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();  // the terminating zero
    return text;
}

std::optional<Bytes> hex_decode(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(high << 4 | low));
    }
    return bytes;
}

std::string base64_encode(ByteView bytes) { return base64_text(bytes, sodium_base64_VARIANT_ORIGINAL); }

std::optional<Bytes> base64_decode(std::string_view text) { return base64_bytes(text, sodium_base64_VARIANT_ORIGINAL); }

std::string base64_encode_unpadded(ByteView bytes) {
    return base64_text(bytes, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

std::optional<Bytes> base64_decode_unpadded(std::string_view text) {
    return base64_bytes(text, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

}  // namespace crypto
