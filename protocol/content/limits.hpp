// Every bound on what people write. Words are counted by count_words(), characters are Unicode code points.
#pragma once

#include <cstddef>
#include <string_view>

namespace protocol::content {

// The rules of paragraph 4.6 of the working methods: settings of the network, these are the defaults.
struct RequestRules {
    unsigned questions_max = 20;
    unsigned question_words_max = 120;
    unsigned background_words_max = 400;
};

inline constexpr std::size_t text_bytes_max = 256 * 1024;                 // one file as a person hands it in
inline constexpr std::size_t title_characters_max = 300;                  // three lines of a terminal
inline constexpr std::size_t background_characters_max = 20'000;          // 400 words never reach it; stops an endless one
inline constexpr std::size_t question_characters_max = 4'000;             // as above, for 120 words
inline constexpr std::size_t answer_characters_max = 20'000;              // about six pages for one question
inline constexpr std::size_t comment_characters_max = 4'000;              // beside a yes, a number, a choice or a date
inline constexpr std::size_t information_characters_max = 100'000;        // thirty pages; longer ones are attached
inline constexpr std::size_t choices_min = 2;                             // one alternative is no choice
inline constexpr std::size_t choices_max = 20;                            // fits a chart and a table
inline constexpr std::size_t choice_characters_max = 120;                 // a label, not a text
inline constexpr std::size_t choice_answer_bytes_max = choice_characters_max * 4 + 1;  // in UTF-8, and a full stop
inline constexpr std::size_t item_number_digits_max = 3;                  // `1.` to `999.` begin a question or an answer
inline constexpr unsigned question_number_max = 999;                      // the same in an opened body
inline constexpr std::size_t word_bytes_max = 32;                         // of a closed list, in an opened body
inline constexpr std::size_t states_max = 60;                             // by code; an entry's audience has 64 places
inline constexpr std::size_t group_name_characters_max = 40;              // as in group:return
inline constexpr std::size_t reference_characters_max = 64;               // NFP/2026/014, #INDEX or 64 hex digits of an id
inline constexpr unsigned fraction_digits_max = 6;                        // of a number; keeps sums exact in 128 bits
inline constexpr std::string_view number_whole_max = "9007199254740992";  // 2^53: up to it a double is exact
inline constexpr std::size_t detail_characters_max = 80;                  // of the author's words, quoted in an error

}  // namespace protocol::content
