// Hex and base64, strict: what decodes is exactly what the encoder would have written.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/bytes.hpp"

namespace crypto {

std::string hex_encode(ByteView bytes);                                  // lower case
std::optional<Bytes> hex_decode(std::string_view text);                  // lower case only

std::string base64_encode(ByteView bytes);                               // RFC 4648, 4, padded
std::optional<Bytes> base64_decode(std::string_view text);               // canonical, padded, no white space
std::string base64_encode_unpadded(ByteView bytes);                      // as age headers use it
std::optional<Bytes> base64_decode_unpadded(std::string_view text);      // canonical: unused trailing bits are zero

// Decodes to exactly N bytes, else nothing.
template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> fixed(const std::optional<Bytes>& bytes) {
    if (!bytes || bytes->size() != N) return std::nullopt;
    std::array<std::uint8_t, N> out;
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

}  // namespace crypto
