// Outcomes of reading the words of a recovery sheet and of putting the parts of a split key together.
#pragma once

#include <cstddef>
#include <system_error>

namespace crypto::recovery {

enum class errc {
    text_too_long = 1,   // more than typed_bytes_max
    unknown_word,        // a word is not in the list
    wrong_word_count,    // not as many words as this kind of sheet has
    wrong_checksum,      // all words are known, but one of them is wrong or two changed places
    malformed_share,     // a part that nobody split: its numbers contradict each other
    invalid_threshold,   // not 2 <= needed <= total <= shares_max
    mixed_sets,          // a part of another split
    duplicate_share,     // a part with this number is there already
    too_few_shares,      // fewer parts than the split asks for
    inconsistent_shares  // the parts do not give a secret that fits: one was altered, its checksum too
};
std::error_code make_error_code(errc e) noexcept;

// Why the words of a sheet are refused, and where.
struct WordsError {
    errc rule;
    std::size_t number = 0;  // unknown_word: its place, from 1; wrong_word_count: how many there are
    bool operator==(const WordsError&) const = default;
};

}  // namespace crypto::recovery
template <> struct std::is_error_code_enum<crypto::recovery::errc> : std::true_type {};
