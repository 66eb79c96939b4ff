#include "crypto/safety_words.hpp"

#include <algorithm>

#include "crypto/kdf.hpp"
#include "crypto/random.hpp"

namespace crypto {
namespace {

constexpr std::size_t bits_per_word = 11;
constexpr std::size_t argon2_bytes = 16;  // the least libsodium gives; the words use the first 11 of them

constexpr std::array<std::string_view, 1 << bits_per_word> words{
#include "crypto/safety_words_en.inc"
};
static_assert(std::ranges::is_sorted(words) && std::ranges::adjacent_find(words) == words.end());
static_assert(!words.back().empty());  // the list fills the array
static_assert(safety_words_count * bits_per_word == 11 * 8);

bool is_separator(char c) noexcept { return c == ' ' || c == ',' || c == '-' || c == '\t' || c == '\r' || c == '\n'; }
char to_lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::optional<std::string_view> find_word(std::string_view typed) {
    std::string lower(typed);
    std::ranges::transform(lower, lower.begin(), to_lower);
    const auto at = std::ranges::lower_bound(words, std::string_view(lower));
    if (at == words.end() || *at != lower) return std::nullopt;
    return *at;  // a view of the list, which lives for ever
}

}  // namespace

SafetyWords safety_words(ByteView fields) {
    const Digest salt_source = sha256("nfp-safety-words-v1");
    Argon2Salt salt;
    std::copy_n(salt_source.begin(), salt.size(), salt.begin());
    const SecretBytes bits = argon2id(fields, salt, {.memory_kib = 64 * 1024, .passes = 3}, argon2_bytes);
    SafetyWords chosen;
    for (std::size_t word = 0; word < safety_words_count; ++word) {
        std::size_t index = 0;
        for (std::size_t bit = word * bits_per_word; bit < (word + 1) * bits_per_word; ++bit) {
            index = index << 1 | (bits[bit / 8] >> (7 - bit % 8) & 1u);  // big-endian: the first bit is the highest
        }
        chosen[word] = words[index];
    }
    return chosen;
}

std::optional<SafetyWords> parse_safety_words(std::string_view typed) {
    SafetyWords read;
    std::size_t count = 0;
    while (!typed.empty()) {
        if (is_separator(typed.front())) {
            typed.remove_prefix(1);
            continue;
        }
        const auto end = std::ranges::find_if(typed, is_separator);
        const auto length = static_cast<std::size_t>(end - typed.begin());
        const auto word = find_word(typed.substr(0, length));
        if (!word || count == read.size()) return std::nullopt;
        read[count++] = *word;
        typed.remove_prefix(length);
    }
    if (count != read.size()) return std::nullopt;
    return read;
}

SecretBytes random_passphrase() {
    static constexpr std::size_t count = 10;
    const auto bits = random_secret<Secret<2 * count, struct PassphraseBitsTag>>();
    SecretBytes text;
    text.reserve(count * 9);  // words have at most 8 letters: no copy is left behind
    for (std::size_t word = 0; word < count; ++word) {
        if (word > 0) text.push_back('-');
        const std::size_t bits_16 = std::size_t{bits.expose()[2 * word]} << 8 | bits.expose()[2 * word + 1];
        const std::size_t index = bits_16 % words.size();
        text.insert(text.end(), words[index].begin(), words[index].end());
    }
    return text;
}

std::string safety_words_text(const SafetyWords& words_read) {
    std::string text;
    for (const std::string_view word : words_read) text.append(text.empty() ? "" : " ").append(word);
    return text;
}

}  // namespace crypto
