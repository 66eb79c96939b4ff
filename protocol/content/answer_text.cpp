#include "protocol/content/answer_text.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "protocol/content/json_fields.hpp"
#include "protocol/content/typography.hpp"
#include "protocol/content/utf8.hpp"
#include "protocol/content/visible.hpp"

namespace protocol::content {
namespace {

std::string without_full_stop(std::string folded) {
    if (folded.ends_with('.')) folded.pop_back();
    return folded;
}

struct Separator {
    std::size_t at = 0;
    std::size_t size = 0;
};

// A dash between spaces, or between a space and the end.
std::optional<Separator> find_separator(std::string_view text, std::size_t from) noexcept {
    static constexpr std::array<std::string_view, 3> dashes = {"--", "—", "–"};
    bool after_space = from == 0;
    while (from < text.size()) {
        const std::string_view rest = text.substr(from);
        for (const std::string_view dash : dashes) {
            if (!after_space || !rest.starts_with(dash)) continue;
            const auto next = first_code_point(rest.substr(dash.size()));
            if (rest.size() == dash.size() || (next && is_space(next->value))) return Separator{from, dash.size()};
        }
        const auto c = first_code_point(rest);
        after_space = c && is_space(c->value);
        from += c ? c->size : 1;
    }
    return std::nullopt;
}

struct SplitAnswer {
    std::string_view value;    // trimmed
    std::string_view comment;  // trimmed; may be empty
};

SplitAnswer split_at(std::string_view text, Separator separator) noexcept {
    return {trim(text.substr(0, separator.at)), trim(text.substr(separator.at + separator.size))};
}

SplitAnswer split_at_first(std::string_view text) noexcept {
    const auto separator = find_separator(text, 0);
    return separator ? split_at(text, *separator) : SplitAnswer{text, {}};
}

using ValueOrRule = std::expected<AnswerValue, errc>;

ValueOrRule parse_yes_no(std::string_view text) {
    const std::string word = without_full_stop(fold(text));
    if (word == "yes" || word == "oui") return YesNo::yes;
    if (word == "no" || word == "non") return YesNo::no;
    return std::unexpected(errc::invalid_yes_no);
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// Digits in groups: what one reader takes for thousands, another takes for decimals or for two numbers.
bool has_ambiguous_separator(std::string_view folded) {
    const bool grouped = std::ranges::all_of(
        folded, [](char c) { return is_digit(c) || c == ' ' || c == ',' || c == '.' || c == '\'' || c == '-'; });
    const auto digits = std::ranges::count_if(folded, is_digit);
    return grouped && digits > 0 && folded.find_first_of(" ,.'") != std::string_view::npos;
}

// 1.200 is 1200 to half of Europe and 1.2 to the other half; 0.125 is not in doubt.
bool may_be_thousands(std::string_view number) {
    const std::size_t point = number.find('.');
    if (point == std::string_view::npos || number.size() - point - 1 != 3) return false;
    const std::string_view whole =
        number.substr(number.starts_with('-') ? 1 : 0, point - (number.starts_with('-') ? 1 : 0));
    return whole != "0" && whole.size() <= 3;
}

ValueOrRule parse_number_value(std::string_view text) {
    const std::string folded = fold(text);
    if (may_be_thousands(folded)) return std::unexpected(errc::ambiguous_number);
    if (auto number = parse_number(folded)) return *std::move(number);
    return std::unexpected(has_ambiguous_separator(folded) ? errc::ambiguous_number : errc::invalid_number);
}

const std::string* find_choice(std::string_view text, const std::vector<std::string>& choices) {
    const std::string folded = fold(text);
    for (const std::string& choice : choices) {
        const std::string offered = fold(choice);
        if (offered == folded || offered == without_full_stop(folded)) return &choice;
    }
    return nullptr;
}

// A choice may itself hold a dash: the longest beginning of the answer that is a choice is the value.
SplitAnswer split_at_choice(std::string_view text, const std::vector<std::string>& choices) {
    if (text.size() <= choice_answer_bytes_max && find_choice(text, choices) != nullptr) return {text, {}};
    SplitAnswer longest = split_at_first(text);
    std::size_t from = 0;
    while (const auto separator = find_separator(text, from)) {
        const SplitAnswer split = split_at(text, *separator);
        if (split.value.size() > choice_answer_bytes_max) break;
        if (find_choice(split.value, choices) != nullptr) longest = split;
        from = separator->at + separator->size;
    }
    return longest;
}

ValueOrRule parse_date_value(std::string_view text) {
    if (const auto date = parse_date(fold(text))) return *date;
    return std::unexpected(errc::invalid_date);
}

ValueOrRule parse_typed(const Question& question, std::string_view text) {
    switch (question.type) {
        case QuestionType::text: return Text{std::string{text}};
        case QuestionType::yes_no: return parse_yes_no(text);
        case QuestionType::number: return parse_number_value(text);
        case QuestionType::choice:
            if (const std::string* choice = find_choice(text, question.choices)) return Choice{*choice};
            return std::unexpected(errc::invalid_choice);
        case QuestionType::date: return parse_date_value(text);
    }
    return std::unexpected(errc::answer_type_mismatch);
}

}  // namespace

std::optional<AnswerState> parse_state_word(std::string_view text) {
    const std::string word = without_full_stop(fold(text));
    if (word == "no information" || word == "pas d'information" || word == "pas d'informations") {
        return AnswerState::no_information;
    }
    if (word == "not applicable" || word == "sans objet") return AnswerState::not_applicable;
    return std::nullopt;
}

std::expected<Answer, AnswerFault> parse_answer_text(const Question& question, unsigned number, std::string_view text) {
    const auto fault = [number](errc rule, std::string_view detail) {
        return std::unexpected(AnswerFault{number, rule, excerpt(detail, detail_characters_max)});
    };
    const auto check = [](std::string_view part, std::size_t characters_max) -> std::optional<errc> {
        const auto broken = check_text(part, {characters_max});
        return broken ? std::optional{static_cast<errc>(broken.value())} : std::nullopt;
    };
    text = trim(text);
    Answer answer{.question = number, .state = AnswerState::answered, .value = {}, .comment = {}};
    SplitAnswer split = split_at_first(text);
    if (const auto state = parse_state_word(split.value)) {
        answer.state = *state;
    } else {
        if (question.type == QuestionType::text) split = {text, {}};
        if (question.type == QuestionType::choice) split = split_at_choice(text, question.choices);
        if (split.value.empty()) return fault(errc::unanswered_question, std::to_string(number));
        auto value = parse_typed(question, split.value);
        if (!value) return fault(value.error(), split.value);
        answer.value = *std::move(value);
        const bool is_text = question.type == QuestionType::text;
        if (const auto broken = is_text ? check(text, answer_characters_max) : std::nullopt) {
            return fault(*broken, std::to_string(answer_characters_max));
        }
    }
    answer.comment = split.comment;
    if (const auto broken = split.comment.empty() ? std::nullopt : check(split.comment, comment_characters_max)) {
        return fault(*broken, std::to_string(comment_characters_max));
    }
    return answer;
}

}  // namespace protocol::content
