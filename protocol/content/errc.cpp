#include "protocol/content/errc.hpp"

namespace protocol::content {
namespace {

const char* sentence(errc e) noexcept {
    switch (e) {
        case errc::text_too_long: return "the file exceeds 256 KiB";
        case errc::invalid_utf8: return "the text is not UTF-8";
        case errc::control_character: return "a control character other than line feed and tab";
        case errc::field_too_long: return "a field is longer than its bound";
        case errc::malformed_header_line: return "a line before the first section is not `Word: value`";
        case errc::unknown_header_line: return "unknown header line";
        case errc::duplicate_header_line: return "the same header line twice";
        case errc::missing_header_line: return "a required header line is absent";
        case errc::empty_header_value: return "a header line without a value";
        case errc::invalid_language: return "the language is neither en nor fr";
        case errc::invalid_destination: return "not network, group:NAME or state codes";
        case errc::invalid_date: return "not a possible date of the form YYYY-MM-DD";
        case errc::invalid_dissemination: return "not requester, network or public";
        case errc::invalid_reference: return "not a number, an index or an id prefix";
        case errc::invalid_proposal: return "a proposal other than disseminate";
        case errc::unknown_section: return "unknown section";
        case errc::duplicate_section: return "the same section twice";
        case errc::missing_section: return "a required section is absent or empty";
        case errc::text_before_number: return "text before the first number";
        case errc::no_question: return "a request has at least one question";
        case errc::too_many_questions: return "more questions than the network allows";
        case errc::numbering_gap: return "questions are numbered 1, 2, 3 without gaps";
        case errc::empty_question: return "a number without a question";
        case errc::question_too_long: return "a question has more words than the network allows";
        case errc::background_too_long: return "the background has more words than the network allows";
        case errc::unknown_answer_type: return "the brackets at the end of the question name no answer type";
        case errc::invalid_choices: return "the choices are too few, too many, empty, double or ambiguous";
        case errc::unknown_question: return "the request has no question of this number";
        case errc::duplicate_answer: return "two answers to one question";
        case errc::unanswered_question: return "a question is neither answered nor marked";
        case errc::invalid_yes_no: return "the answer does not begin with yes or no";
        case errc::invalid_number: return "the answer is not a plain number";
        case errc::ambiguous_number: return "the number has a separator that can be read in two ways";
        case errc::invalid_choice: return "the answer is not among the choices";
        case errc::answer_type_mismatch: return "the answer is not of the type asked for";
        case errc::malformed_content: return "a field is missing, of the wrong type or not in its one form";
        case errc::unknown_field: return "unknown field";
    }
    return "unknown outcome";
}

class Category final : public std::error_category {
public:
    const char* name() const noexcept override { return "content"; }
    std::string message(int value) const override { return sentence(static_cast<errc>(value)); }
};

}  // namespace

std::error_code make_error_code(errc e) noexcept {
    static const Category category;
    return {static_cast<int>(e), category};
}

}  // namespace protocol::content
