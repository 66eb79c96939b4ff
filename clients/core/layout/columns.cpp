#include "clients/core/layout/columns.hpp"

#include <algorithm>
#include <array>

#include "protocol/content/utf8.hpp"

namespace clients::layout {
namespace {

using protocol::content::first_code_point;

struct Range {
    char32_t first, last;
};
// Unicode, UAX 11 (East Asian Width W and F) and emoji, in blocks: enough for a table to stay straight.
constexpr std::array wide = {Range{0x1100, 0x115f}, Range{0x2e80, 0xa4cf},   Range{0xac00, 0xd7a3},
                             Range{0xf900, 0xfaff}, Range{0xfe30, 0xfe6f},   Range{0xff00, 0xff60},
                             Range{0xffe0, 0xffe6}, Range{0x1f300, 0x1faff}, Range{0x20000, 0x3fffd}};
constexpr std::array combining = {
    Range{0x300, 0x36f},   Range{0x483, 0x489},   Range{0x591, 0x5bd},   Range{0x610, 0x61a},   Range{0x64b, 0x65f},
    Range{0x1ab0, 0x1aff}, Range{0x1dc0, 0x1dff}, Range{0x20d0, 0x20ff}, Range{0xfe00, 0xfe0f}, Range{0xfe20, 0xfe2f}};

std::size_t columns(char32_t c) noexcept {
    const auto holds = [c](Range range) { return c >= range.first && c <= range.last; };
    if (std::ranges::any_of(combining, holds)) return 0;
    return std::ranges::any_of(wide, holds) ? 2 : 1;
}

// The longest beginning of a word that fits.
std::string_view fitting(std::string_view word, std::size_t width) noexcept {
    std::size_t used = 0;
    std::size_t bytes = 0;
    while (bytes < word.size()) {
        const auto c = first_code_point(word.substr(bytes));
        used += c ? columns(c->value) : 1;
        if (used > width) break;
        bytes += c ? c->size : 1;
    }
    return word.substr(0, bytes);
}

void wrap_paragraph(std::string_view paragraph, std::size_t width, std::vector<std::string>& lines) {
    lines.emplace_back();
    std::size_t used = 0;
    while (!paragraph.empty()) {
        const std::size_t end = paragraph.find_first_of(" \t");
        std::string_view word = paragraph.substr(0, end);
        paragraph.remove_prefix(end == std::string_view::npos ? paragraph.size() : end + 1);
        if (used != 0 && used + 1 + display_width(word) > width) {
            lines.emplace_back();
            used = 0;
        }
        if (used != 0) {
            lines.back().push_back(' ');
            ++used;
        }
        while (display_width(word) > width) {
            const std::string_view part = fitting(word, width);
            lines.back() += part;
            lines.emplace_back();
            word.remove_prefix(part.size());
        }
        lines.back() += word;
        used += display_width(word);
    }
}

}  // namespace

std::size_t display_width(std::string_view text) noexcept {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto c = first_code_point(text);
        width += c ? columns(c->value) : 1;
        text.remove_prefix(c ? c->size : 1);
    }
    return width;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    width = std::max<std::size_t>(width, 2);  // a wide character must fit
    std::vector<std::string> lines;
    while (true) {
        const std::size_t end = text.find('\n');
        wrap_paragraph(text.substr(0, end), width, lines);
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

std::string padded(std::string_view text, std::size_t width) {
    const std::size_t used = display_width(text);
    return std::string{text} + std::string(used < width ? width - used : 0, ' ');
}

}  // namespace clients::layout
