// What stands on a recovery sheet: bytes as words of BIP-39's English list.
#pragma once

#include <expected>
#include <vector>

#include "crypto/recovery/errc.hpp"
#include "crypto/recovery/key.hpp"
#include "crypto/word_list.hpp"

namespace crypto::recovery {

// As secret as the bytes they stand for: wiped, and neither printed nor compared by accident.
class Words {
public:
    explicit Words(ByteView bytes);  // 8 words for every 11 bytes; their number must be a multiple of 11
    Words(Words&&) noexcept = default;
    Words& operator=(Words&&) noexcept = default;
    Words(const Words&) = delete;
    Words& operator=(const Words&) = delete;

    std::size_t size() const noexcept { return indices_.size(); }
    std::string_view operator[](std::size_t place) const noexcept { return listed_word(indices_[place]); }
    SecretBytes bytes() const;

    // The first four letters of each, in capitals, single spaces between: what a QR code holds most densely, and parse() reads.
    SecretBytes compact() const;

    // As a person types them: any case, four letters of a word or the whole, any run of spaces, commas, hyphens or ends of lines
    // between. Errors: text_too_long, unknown_word, wrong_word_count.
    static std::expected<Words, WordsError> parse(std::string_view typed, std::size_t count);

private:
    using Indices = std::vector<WordIndex, WipingAllocator<WordIndex>>;
    explicit Words(Indices indices) noexcept : indices_(std::move(indices)) {}

    Indices indices_;
};

// The secret as BIP-39 has it: 24 words, the last 8 bits a checksum.
inline constexpr std::size_t secret_words_count = 24;
Words words_of(const RecoverySecret& secret);
// Errors: those of Words::parse, wrong_checksum.
[[nodiscard]] std::expected<RecoverySecret, WordsError> parse_secret(std::string_view typed);

}  // namespace crypto::recovery
