#include "crypto/safety_words.hpp"

#include <algorithm>

#include "crypto/kdf.hpp"
#include "crypto/random.hpp"
#include "crypto/word_list.hpp"

namespace crypto {
namespace {

constexpr std::size_t argon2_bytes = 16;  // the least libsodium gives; the words use the first 11 of them

static_assert(safety_words_count * bits_per_word == 11 * 8);

}  // namespace

SafetyWords safety_words(ByteView fields) {
    const Digest salt_source = sha256("nfp-safety-words-v1");
    Argon2Salt salt;
    std::copy_n(salt_source.begin(), salt.size(), salt.begin());
    const SecretBytes bits = argon2id(fields, salt, {.memory_kib = 64 * 1024, .passes = 3}, argon2_bytes);
    SafetyWords chosen;
    for (std::size_t place = 0; place < safety_words_count; ++place) chosen[place] = listed_word(word_index(bits, place));
    return chosen;
}

std::optional<SafetyWords> parse_safety_words(std::string_view typed) {
    SafetyWords read;
    std::size_t count = 0;
    for (auto word = take_word(typed); !word.empty(); word = take_word(typed)) {
        // Written out in full: an abbreviation is what a hasty approver would take.
        const auto index = find_word(word, Abbreviations::refused);
        if (!index || count == read.size()) return std::nullopt;
        read[count++] = listed_word(*index);
    }
    if (count != read.size()) return std::nullopt;
    return read;
}

SecretBytes random_passphrase() {
    static constexpr std::size_t count = 10;
    const auto bits = random_secret<Secret<2 * count, struct PassphraseBitsTag>>();
    SecretBytes text;
    text.reserve(count * (word_letters_max + 1));  // no copy is left behind
    for (std::size_t word = 0; word < count; ++word) {
        if (word > 0) text.push_back('-');
        const std::size_t bits_16 = std::size_t{bits.expose()[2 * word]} << 8 | bits.expose()[2 * word + 1];
        const std::string_view listed = listed_word(static_cast<WordIndex>(bits_16 % (1u << bits_per_word)));
        text.insert(text.end(), listed.begin(), listed.end());
    }
    return text;
}

std::string safety_words_text(const SafetyWords& words_read) {
    std::string text;
    for (const std::string_view word : words_read) text.append(text.empty() ? "" : " ").append(word);
    return text;
}

}  // namespace crypto
