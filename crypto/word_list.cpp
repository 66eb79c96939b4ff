#include "crypto/word_list.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "crypto/secret.hpp"

namespace crypto {
namespace {

constexpr std::array<std::string_view, 1 << bits_per_word> words{
#include "crypto/word_list_en.inc"
};

constexpr std::string_view beginning(std::string_view word) { return word.substr(0, abbreviation_letters); }

static_assert(!words.back().empty());  // the list fills the array
static_assert(std::ranges::is_sorted(words));
static_assert(std::ranges::adjacent_find(words, {}, beginning) == words.end());
static_assert(std::ranges::max(words, {}, &std::string_view::size).size() == word_letters_max);

constexpr std::string_view separators = " ,-\t\r\n";
char to_lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view listed_word(WordIndex index) noexcept {
    assert(index < words.size());
    return words[index];
}

WordIndex word_index(ByteView bytes, std::size_t place) noexcept {
    unsigned index = 0;
    for (std::size_t bit = place * bits_per_word; bit < (place + 1) * bits_per_word; ++bit) {
        index = index << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1u);
    }
    return static_cast<WordIndex>(index);
}

std::optional<WordIndex> find_word(std::string_view typed, Abbreviations abbreviations) noexcept {
    if (typed.empty() || typed.size() > word_letters_max) return std::nullopt;
    std::array<char, word_letters_max> letters;  // of a recovery sheet, perhaps: not left on the stack
    std::ranges::transform(typed, letters.begin(), to_lower);
    const std::string_view lower(letters.data(), typed.size());
    const auto at = std::ranges::lower_bound(words, lower);
    const bool abbreviated = abbreviations == Abbreviations::accepted && lower.size() == abbreviation_letters;
    const bool found = at != words.end() && (abbreviated ? beginning(*at) == lower : *at == lower);
    wipe({reinterpret_cast<std::uint8_t*>(letters.data()), letters.size()});
    if (!found) return std::nullopt;
    return static_cast<WordIndex>(at - words.begin());
}

std::string_view take_word(std::string_view& typed) noexcept {
    typed.remove_prefix(std::min(typed.find_first_not_of(separators), typed.size()));
    const std::string_view word = typed.substr(0, typed.find_first_of(separators));
    typed.remove_prefix(word.size());
    return word;
}

}  // namespace crypto
