#include "protocol/content/visible.hpp"

#include <fmt/format.h>

#include "protocol/content/utf8.hpp"

namespace protocol::content {
namespace {

std::string show(std::string_view text, bool one_line) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto c = first_code_point(text);
        const std::size_t size = c ? c->size : 1;
        if (!c) {
            out += fmt::format("\\x{{{:02X}}}", static_cast<unsigned char>(text.front()));
        } else if (c->value == '\n' || c->value == '\t') {
            out.push_back(one_line ? ' ' : text.front());
        } else if (is_control(c->value) || is_deceptive(c->value)) {
            out += fmt::format("\\u{{{:02X}}}", static_cast<unsigned>(c->value));
        } else {
            out += text.substr(0, size);
        }
        text.remove_prefix(size);
    }
    return out;
}

}  // namespace

bool is_deceptive(char32_t c) noexcept {
    return c == 0x061c || (c >= 0x200b && c <= 0x200f) ||  // marks, zero-width characters
           (c >= 0x2028 && c <= 0x202e) ||                 // separators, embeddings and overrides
           (c >= 0x2060 && c <= 0x206f) ||                 // word joiner, isolates, deprecated controls
           c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||  // byte order mark, interlinear annotation
           (c >= 0xe0000 && c <= 0xe007f);                 // tags
}

std::string visible(std::string_view text) { return show(text, false); }

std::string visible_line(std::string_view text) { return show(text, true); }

std::string excerpt(std::string_view text, std::size_t characters_max) {
    // A character becomes at least one: what lies beyond the bound before escaping lies beyond it after.
    std::string shown = visible_line(text.substr(0, characters_max * 4 + 4));
    if (count_characters(shown) <= characters_max) return shown;
    std::string_view rest = shown;
    for (std::size_t i = 0; i + 1 < characters_max; ++i) rest.remove_prefix(first_code_point(rest)->size);
    shown.resize(shown.size() - rest.size());
    return shown + "…";
}

}  // namespace protocol::content
