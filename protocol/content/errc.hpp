// Outcomes of reading what people write, as text or as JSON.
#pragma once

#include <array>
#include <string>
#include <system_error>

namespace protocol::content {

enum class errc {
    // the file as such
    text_too_long = 1,       // the file exceeds 256 KiB
    invalid_utf8,            // the text is not UTF-8
    control_character,       // a control character other than line feed and tab
    field_too_long,          // a field has more characters than its bound (detail: the bound)
    // header lines
    malformed_header_line,   // a line before the first section is not `Word: value`
    unknown_header_line,     // a header word that this kind of text does not have (detail: the word)
    duplicate_header_line,   // the same header line twice, also once in each language (detail: the word)
    missing_header_line,     // a required header line is absent (detail: the word)
    empty_header_value,      // a header line without a value (detail: the word)
    invalid_language,        // the language is neither en nor fr (detail: what stands there)
    invalid_destination,     // not network, group:NAME or state codes (detail: what stands there)
    invalid_date,            // not a possible date of the form YYYY-MM-DD (detail: what stands there)
    invalid_dissemination,   // not requester, network or public (detail: what stands there)
    invalid_reference,       // not NFP/YYYY/NNN, #INDEX or an id prefix (detail: what stands there)
    invalid_proposal,        // a proposal other than `disseminate` (detail: what stands there)
    // sections
    unknown_section,         // a section that this kind of text does not have (detail: its name)
    duplicate_section,       // the same section twice, also once in each language (detail: its name)
    missing_section,         // a required section is absent or empty (detail: its name)
    text_before_number,      // text stands before the first number of a numbered section
    // questions
    no_question,             // a request has at least one question
    too_many_questions,      // more questions than the network allows (detail: the bound)
    numbering_gap,           // questions are numbered 1, 2, 3 ... without gaps (detail: the number expected)
    empty_question,          // a number without a question (detail: the number)
    question_too_long,       // more words than the network allows in a question (detail: the bound)
    background_too_long,     // more words than the network allows as background (detail: the bound)
    unknown_answer_type,     // the brackets that end a question name no answer type (detail: the brackets)
    invalid_choices,         // fewer than 2 or more than 20 choices, or one is empty, double or ambiguous (detail: it)
    // answers
    unknown_question,        // the answer's number is not a question of the request (detail: the number)
    duplicate_answer,        // two answers to one question (detail: the number)
    unanswered_question,     // neither answered nor marked `no information` or `not applicable` (detail: the number)
    invalid_yes_no,          // the answer does not begin with yes or no (detail: what stands there)
    invalid_number,          // the answer is not a plain number (detail: what stands there)
    ambiguous_number,        // a separator that can be read in two ways (detail: what stands there)
    invalid_choice,          // the answer is not among the choices (detail: what stands there)
    answer_type_mismatch,    // the answer is not of the type that the question asks for (detail: the number)
    // JSON
    malformed_content,       // a field is missing, of the wrong type or not in its one form
    unknown_field,           // a field that this kind of content does not have
};

// Every value once, for catalogues and tests.
inline constexpr std::array all_errc = {
    errc::text_too_long,        errc::invalid_utf8,          errc::control_character,     errc::field_too_long,
    errc::malformed_header_line, errc::unknown_header_line,  errc::duplicate_header_line, errc::missing_header_line,
    errc::empty_header_value,   errc::invalid_language,      errc::invalid_destination,   errc::invalid_date,
    errc::invalid_dissemination, errc::invalid_reference,    errc::invalid_proposal,      errc::unknown_section,
    errc::duplicate_section,    errc::missing_section,       errc::text_before_number,    errc::no_question,
    errc::too_many_questions,   errc::numbering_gap,         errc::empty_question,        errc::question_too_long,
    errc::background_too_long,  errc::unknown_answer_type,   errc::invalid_choices,       errc::unknown_question,
    errc::duplicate_answer,     errc::unanswered_question,   errc::invalid_yes_no,        errc::invalid_number,
    errc::ambiguous_number,     errc::invalid_choice,        errc::answer_type_mismatch,  errc::malformed_content,
    errc::unknown_field,
};

std::error_code make_error_code(errc e) noexcept;

// A broken rule in a text that a person wrote: where, which, and the piece of the text or the bound that belongs to it.
// The detail is free of language; the sentence around it is the reader's catalogue's business.
struct TextError {
    unsigned line = 0;   // from 1
    errc rule{};
    std::string detail;  // printable, bounded; see the comments of errc
    bool operator==(const TextError&) const = default;
};

}  // namespace protocol::content
template <> struct std::is_error_code_enum<protocol::content::errc> : std::true_type {};
