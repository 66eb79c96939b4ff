#include "clients/core/messages/content_errors.hpp"

namespace clients {

Msg message_for(protocol::content::errc rule) noexcept {
    using protocol::content::errc;
    switch (rule) {
        case errc::text_too_long: return Msg::content_text_too_long;
        case errc::invalid_utf8: return Msg::content_invalid_utf8;
        case errc::control_character: return Msg::content_control_character;
        case errc::field_too_long: return Msg::content_field_too_long;
        case errc::malformed_header_line: return Msg::content_malformed_header_line;
        case errc::unknown_header_line: return Msg::content_unknown_header_line;
        case errc::duplicate_header_line: return Msg::content_duplicate_header_line;
        case errc::missing_header_line: return Msg::content_missing_header_line;
        case errc::empty_header_value: return Msg::content_empty_header_value;
        case errc::invalid_language: return Msg::content_invalid_language;
        case errc::invalid_destination: return Msg::content_invalid_destination;
        case errc::invalid_date: return Msg::content_invalid_date;
        case errc::invalid_dissemination: return Msg::content_invalid_dissemination;
        case errc::invalid_reference: return Msg::content_invalid_reference;
        case errc::invalid_proposal: return Msg::content_invalid_proposal;
        case errc::unknown_section: return Msg::content_unknown_section;
        case errc::duplicate_section: return Msg::content_duplicate_section;
        case errc::missing_section: return Msg::content_missing_section;
        case errc::text_before_number: return Msg::content_text_before_number;
        case errc::no_question: return Msg::content_no_question;
        case errc::too_many_questions: return Msg::content_too_many_questions;
        case errc::numbering_gap: return Msg::content_numbering_gap;
        case errc::empty_question: return Msg::content_empty_question;
        case errc::question_too_long: return Msg::content_question_too_long;
        case errc::background_too_long: return Msg::content_background_too_long;
        case errc::unknown_answer_type: return Msg::content_unknown_answer_type;
        case errc::invalid_choices: return Msg::content_invalid_choices;
        case errc::unknown_question: return Msg::content_unknown_question;
        case errc::duplicate_answer: return Msg::content_duplicate_answer;
        case errc::unanswered_question: return Msg::content_unanswered_question;
        case errc::invalid_yes_no: return Msg::content_invalid_yes_no;
        case errc::invalid_number: return Msg::content_invalid_number;
        case errc::ambiguous_number: return Msg::content_ambiguous_number;
        case errc::invalid_choice: return Msg::content_invalid_choice;
        case errc::answer_type_mismatch: return Msg::content_answer_type_mismatch;
        case errc::malformed_content: return Msg::content_malformed_content;
        case errc::unknown_field: return Msg::content_unknown_field;
    }
    return Msg::content_malformed_content;
}

std::string describe(Language language, protocol::content::errc rule, std::string_view detail) {
    return say(language, message_for(rule), detail);
}

std::string describe(Language language, const protocol::content::TextError& error) {
    return say(language, Msg::content_at_line, error.line, describe(language, error.rule, error.detail));
}

std::string describe(Language language, const protocol::content::AnswerFault& fault) {
    return say(language, Msg::content_at_answer, fault.question, describe(language, fault.rule, fault.detail));
}

}  // namespace clients
