#include "crypto/recovery/words.hpp"

#include <cassert>

#include "crypto/recovery/limits.hpp"
#include "crypto/sha256.hpp"

namespace crypto::recovery {
namespace {

constexpr std::size_t words_in_group = 8;  // the fewest that make whole bytes
constexpr std::size_t bytes_in_group = words_in_group * bits_per_word / 8;
constexpr std::size_t secret_checksum_at = RecoverySecret::bytes_count;

// BIP-39, "Generating the mnemonic": as many bits of the hash as 32 bits go into the secret.
std::uint8_t first_hash_byte(ByteView secret) { return sha256(secret)[0]; }

}  // namespace

Words::Words(ByteView bytes) {
    assert(bytes.size() % bytes_in_group == 0);
    const std::size_t count = bytes.size() * 8 / bits_per_word;
    indices_.reserve(count);
    for (std::size_t place = 0; place < count; ++place) indices_.push_back(word_index(bytes, place));
}

SecretBytes Words::bytes() const {
    SecretBytes out(indices_.size() * bits_per_word / 8);
    for (std::size_t bit = 0; bit < out.size() * 8; ++bit) {
        const unsigned value = indices_[bit / bits_per_word] >> (bits_per_word - 1 - bit % bits_per_word) & 1u;
        out[bit / 8] = static_cast<std::uint8_t>(unsigned{out[bit / 8]} << 1 | value);
    }
    return out;
}

SecretBytes Words::compact() const {
    SecretBytes text;
    text.reserve(size() * (abbreviation_letters + 1));
    for (std::size_t place = 0; place < size(); ++place) {
        if (place > 0) text.push_back(' ');
        for (const char letter : (*this)[place].substr(0, abbreviation_letters)) {
            text.push_back(static_cast<std::uint8_t>(letter - 'a' + 'A'));
        }
    }
    return text;
}

std::expected<Words, WordsError> Words::parse(std::string_view typed, std::size_t count) {
    assert(count % words_in_group == 0);
    if (typed.size() > typed_bytes_max) return std::unexpected(WordsError{errc::text_too_long});
    Indices read;
    read.reserve(count);
    std::size_t number = 0;
    for (auto word = take_word(typed); !word.empty(); word = take_word(typed)) {
        ++number;
        const auto index = find_word(word, Abbreviations::accepted);
        if (!index) return std::unexpected(WordsError{errc::unknown_word, number});
        if (number <= count) read.push_back(*index);
    }
    if (number != count) return std::unexpected(WordsError{errc::wrong_word_count, number});
    return Words(std::move(read));
}

Words words_of(const RecoverySecret& secret) {
    SecretBytes bytes(secret.expose().begin(), secret.expose().end());
    bytes.push_back(first_hash_byte(secret.expose()));
    return Words(bytes);
}

std::expected<RecoverySecret, WordsError> parse_secret(std::string_view typed) {
    const auto words = Words::parse(typed, secret_words_count);
    if (!words) return std::unexpected(words.error());
    const SecretBytes bytes = words->bytes();
    const auto secret = std::span(bytes).first<RecoverySecret::bytes_count>();
    if (first_hash_byte(secret) != bytes[secret_checksum_at]) return std::unexpected(WordsError{errc::wrong_checksum});
    return RecoverySecret(secret);
}

}  // namespace crypto::recovery
