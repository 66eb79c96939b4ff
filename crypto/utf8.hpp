// Strict UTF-8 (RFC 3629) for the few rules of signed notes that speak of characters. Internal to crypto/.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace crypto::utf8 {

// Takes one character off the front of `text`. Nothing when it is not well-formed: overlong forms, surrogates and values
// over U+10FFFF are refused.
inline std::optional<char32_t> take(std::string_view& text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    if (text.empty()) return std::nullopt;
    const std::uint8_t lead = byte(0);
    const std::size_t count = lead < 0x80            ? 1
                              : lead >> 5 == 0b110   ? 2
                              : lead >> 4 == 0b1110  ? 3
                              : lead >> 3 == 0b11110 ? 4
                                                     : 0;
    if (count == 0 || count > text.size()) return std::nullopt;
    char32_t value = count == 1 ? lead : lead & (0x7fu >> count);
    for (std::size_t i = 1; i < count; ++i) {
        if (byte(i) >> 6 != 0b10) return std::nullopt;
        value = value << 6 | (byte(i) & 0x3fu);
    }
    static constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < least[count] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return std::nullopt;
    text.remove_prefix(count);
    return value;
}

// True when `text` is UTF-8 and every character satisfies `accepts`.
template <class Predicate>
bool all_of(std::string_view text, Predicate accepts) {
    while (!text.empty()) {
        const std::optional<char32_t> character = take(text);
        if (!character || !accepts(*character)) return false;
    }
    return true;
}

// Unicode property White_Space.
constexpr bool is_space(char32_t c) noexcept {
    return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

}  // namespace crypto::utf8
