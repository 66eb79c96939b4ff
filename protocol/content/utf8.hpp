// UTF-8 (RFC 3629), strict: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace protocol::content {

struct CodePoint {
    char32_t value;
    std::size_t size;  // in bytes
};

// The first code point of a text; nothing when the text is empty or does not begin with valid UTF-8.
std::optional<CodePoint> first_code_point(std::string_view text) noexcept;

bool is_valid_utf8(std::string_view text) noexcept;

// Code points in a text; every byte of an invalid sequence counts as one.
std::size_t count_characters(std::string_view text) noexcept;

// C0, DEL and C1: everything that Unicode calls a control (category Cc).
constexpr bool is_control(char32_t c) noexcept { return c < 0x20 || (c >= 0x7f && c < 0xa0); }

void append_utf8(std::string& out, char32_t c);

}  // namespace protocol::content
