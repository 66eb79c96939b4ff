// Hex as published vectors print it.
#pragma once

#include <stdexcept>

#include "crypto/encoding.hpp"

inline crypto::Bytes hex(std::string_view text) {
    auto bytes = crypto::hex_decode(text);
    if (!bytes) throw std::invalid_argument("bad hex in a test");
    return *std::move(bytes);
}

template <std::size_t N>
std::array<std::uint8_t, N> hex_array(std::string_view text) {
    auto bytes = crypto::fixed<N>(crypto::hex_decode(text));
    if (!bytes) throw std::invalid_argument("bad hex in a test");
    return *bytes;
}
