#include "protocol/content/typography.hpp"

#include "protocol/content/utf8.hpp"

namespace protocol::content {
namespace {

// Base letters of U+00C0..U+017F (Latin-1 letters and Latin Extended-A), lower case; a dot where there is none.
constexpr std::string_view latin_bases =
    "aaaaaa.ceeeeiiiidnooooo.ouuuuyt.aaaaaa.ceeeeiiiidnooooo.ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllll"
    "lllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin_bases.size() == 0x180 - 0xc0);

void append_folded(std::string& out, char32_t c) {
    if (c >= 'A' && c <= 'Z') return out.push_back(static_cast<char>(c - 'A' + 'a'));
    if (c < 0x80) return out.push_back(static_cast<char>(c));
    if (c == 0x2018 || c == 0x2019 || c == 0x02bc || c == 0xb4) return out.push_back('\'');
    if (c == 0x2010 || c == 0x2011 || c == 0x2212) return out.push_back('-');
    if (c >= 0x0300 && c <= 0x036f) return;  // combining accents
    if (c == 0xad) return;                   // soft hyphen
    if (c == 0x0152 || c == 0x0153) return void(out += "oe");
    if (c == 0xc6 || c == 0xe6) return void(out += "ae");
    if (c == 0xdf) return void(out += "ss");
    if (c >= 0xc0 && c < 0x180 && latin_bases[c - 0xc0] != '.') return out.push_back(latin_bases[c - 0xc0]);
    append_utf8(out, c);
}

bool is_word_character(char32_t c) noexcept {
    if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return c >= 0xc0 && c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c <= 0x206f);
}

}  // namespace

bool is_space(char32_t c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200b) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x2060 ||
           c == 0x3000 || c == 0xfeff;
}

std::string_view trim(std::string_view text) noexcept {
    std::string_view kept;
    const char* begin = nullptr;
    while (!text.empty()) {
        const auto c = first_code_point(text);
        const std::size_t size = c ? c->size : 1;
        if (!c || !is_space(c->value)) {
            if (begin == nullptr) begin = text.data();
            kept = {begin, static_cast<std::size_t>(text.data() - begin) + size};
        }
        text.remove_prefix(size);
    }
    return kept;
}

std::string fold(std::string_view text) {
    text = trim(text);
    std::string out;
    out.reserve(text.size());
    bool space_due = false;
    while (!text.empty()) {
        const auto c = first_code_point(text);
        if (c && is_space(c->value)) {
            space_due = true;
        } else {
            if (space_due) out.push_back(' ');
            space_due = false;
            if (c)
                append_folded(out, c->value);
            else
                out.push_back(text.front());
        }
        text.remove_prefix(c ? c->size : 1);
    }
    return out;
}

std::size_t count_words(std::string_view text) noexcept {
    std::size_t words = 0;
    bool counted = false;  // the run that we are in
    while (!text.empty()) {
        const auto c = first_code_point(text);
        if (c && is_space(c->value)) {
            counted = false;
        } else if (!counted && (!c || is_word_character(c->value))) {
            counted = true;
            ++words;
        }
        text.remove_prefix(c ? c->size : 1);
    }
    return words;
}

}  // namespace protocol::content
