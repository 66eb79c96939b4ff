// Words and spaces as English and French typists write them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace protocol::content {

// ASCII white space and the spaces of typography: no-break, narrow no-break, thin, zero-width and so on.
bool is_space(char32_t c) noexcept;

// Without the spaces at both ends.
std::string_view trim(std::string_view text) noexcept;

// The form in which key words, choices and names are compared: lower case, without accents, straight apostrophes and
// hyphens, single plain spaces, trimmed. "À", "a" and a decomposed "À" are the same; characters outside the Latin
// script stay as they are.
std::string fold(std::string_view text);

// Runs of non-spaces that hold a letter or a digit: a lone dash, guillemet or question mark is not a word.
std::size_t count_words(std::string_view text) noexcept;

}  // namespace protocol::content
