// Text in columns of a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace clients::layout {

// Columns that a text takes: combining characters none, East Asian wide ones and emoji two. The text holds no controls.
std::size_t display_width(std::string_view text) noexcept;

// Lines of at most `width` columns (at least 2), broken at spaces where possible; line feeds are kept as breaks, and an
// empty line between paragraphs too. Never empty.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

// The text with spaces behind it up to `width` columns.
std::string padded(std::string_view text, std::size_t width);

}  // namespace clients::layout
