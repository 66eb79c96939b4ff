#include "protocol/content/request.hpp"

#include <algorithm>
#include <array>

#include "protocol/content/answer_text.hpp"
#include "protocol/content/json_fields.hpp"
#include "protocol/content/typography.hpp"
#include "protocol/content/visible.hpp"

namespace protocol::content {
namespace {

using Part = RequestFault::Part;

constexpr std::array question_types = {QuestionType::text, QuestionType::yes_no, QuestionType::number,
                                       QuestionType::choice, QuestionType::date};

errc rule_of(std::error_code broken) noexcept { return static_cast<errc>(broken.value()); }

// Why a choice cannot be offered: an answer must be able to name it, and nothing else, unmistakably.
bool is_ambiguous_choice(std::string_view choice) {
    return choice.find_first_of("|[]\n\t") != std::string_view::npos || is_state_word(choice);
}

std::optional<std::string> find_bad_choice(const std::vector<std::string>& choices) {
    std::vector<std::string> seen;
    for (const std::string& choice : choices) {
        if (check_text(choice, {choice_characters_max, true}) || is_ambiguous_choice(choice)) return choice;
        const std::string folded = fold(choice);
        if (std::ranges::find(seen, folded) != seen.end()) return choice;
        seen.push_back(folded);
    }
    return std::nullopt;
}

std::optional<RequestFault> find_question_fault(const Question& question, unsigned number, const RequestRules& rules) {
    const auto fault = [number](errc rule, std::string detail) {
        return RequestFault{Part::question, number, rule, std::move(detail)};
    };
    if (question.text.empty()) return fault(errc::empty_question, std::to_string(number));
    if (const auto broken = check_text(question.text, {question_characters_max})) {
        return fault(rule_of(broken), std::to_string(question_characters_max));
    }
    if (count_words(question.text) > rules.question_words_max) {
        return fault(errc::question_too_long, std::to_string(rules.question_words_max));
    }
    const std::size_t choices = question.choices.size();
    if (question.type != QuestionType::choice) {
        if (choices != 0) return fault(errc::invalid_choices, std::to_string(choices));
        return std::nullopt;
    }
    if (choices < choices_min || choices > choices_max) return fault(errc::invalid_choices, std::to_string(choices));
    if (const auto bad = find_bad_choice(question.choices)) {
        return fault(errc::invalid_choices, excerpt(*bad, detail_characters_max));
    }
    return std::nullopt;
}

std::expected<Question, std::error_code> parse_question(const nlohmann::json& value) {
    if (const auto broken = check_fields(value, {"text", "type"}, {"choices"})) return std::unexpected(broken);
    Question question;
    auto text = read_text(value, "text", {question_characters_max});
    if (!text) return std::unexpected(text.error());
    question.text = *std::move(text);
    const auto type = read_word(value, "type");
    if (!type) return std::unexpected(type.error());
    const auto known = std::ranges::find(question_types, *type, [](QuestionType t) { return code(t); });
    if (known == question_types.end()) return std::unexpected(make_error_code(errc::malformed_content));
    question.type = *known;
    if (value.contains("choices") != (question.type == QuestionType::choice)) {
        return std::unexpected(make_error_code(errc::malformed_content));
    }
    if (question.type != QuestionType::choice) return question;
    const nlohmann::json& choices = value.at("choices");
    if (!choices.is_array() || choices.size() > choices_max) {
        return std::unexpected(make_error_code(errc::invalid_choices));
    }
    for (const nlohmann::json& choice : choices) {
        if (!choice.is_string()) return std::unexpected(make_error_code(errc::malformed_content));
        question.choices.push_back(choice.get<std::string>());
    }
    return question;
}

}  // namespace

std::string_view code(QuestionType type) noexcept {
    switch (type) {
        case QuestionType::text: return "text";
        case QuestionType::yes_no: return "yes_no";
        case QuestionType::number: return "number";
        case QuestionType::choice: return "choice";
        case QuestionType::date: return "date";
    }
    return "";
}

std::optional<RequestFault> find_fault(const Request& request, const RequestRules& rules) {
    if (const auto broken = check_text(request.title, {title_characters_max, true})) {
        return RequestFault{Part::title, 0, rule_of(broken), std::to_string(title_characters_max)};
    }
    if (!request.background.empty()) {
        if (const auto broken = check_text(request.background, {background_characters_max})) {
            return RequestFault{Part::background, 0, rule_of(broken), std::to_string(background_characters_max)};
        }
        if (count_words(request.background) > rules.background_words_max) {
            return RequestFault{Part::background, 0, errc::background_too_long,
                                std::to_string(rules.background_words_max)};
        }
    }
    if (request.questions.empty()) return RequestFault{Part::questions, 0, errc::no_question, {}};
    if (request.questions.size() > rules.questions_max) {
        return RequestFault{Part::question, rules.questions_max + 1, errc::too_many_questions,
                            std::to_string(rules.questions_max)};
    }
    for (unsigned number = 1; const Question& question : request.questions) {
        if (auto fault = find_question_fault(question, number++, rules)) return fault;
    }
    return std::nullopt;
}

nlohmann::json to_json(const Request& request) {
    nlohmann::json questions = nlohmann::json::array();
    for (const Question& question : request.questions) {
        nlohmann::json value = {{"text", question.text}, {"type", code(question.type)}};
        if (question.type == QuestionType::choice) value["choices"] = question.choices;
        questions.push_back(std::move(value));
    }
    nlohmann::json content = {{"title", request.title},
                              {"language", code(request.language)},
                              {"questions", std::move(questions)},
                              {"deadline", format_date(request.deadline)}};
    if (!request.background.empty()) content["background"] = request.background;
    return content;
}

std::expected<Request, std::error_code> parse_request(const nlohmann::json& content, const RequestRules& rules) {
    if (const auto broken = check_fields(content, {"title", "language", "questions", "deadline"}, {"background"})) {
        return std::unexpected(broken);
    }
    Request request;
    auto title = read_text(content, "title", {title_characters_max, true});
    if (!title) return std::unexpected(title.error());
    request.title = *std::move(title);
    const auto language = read_language(content);
    if (!language) return std::unexpected(language.error());
    request.language = *language;
    if (content.contains("background")) {
        auto background = read_text(content, "background", {background_characters_max});
        if (!background) return std::unexpected(background.error());
        request.background = *std::move(background);
    }
    const auto deadline = read_word(content, "deadline");
    if (!deadline) return std::unexpected(deadline.error());
    const auto date = parse_date(*deadline);
    if (!date) return std::unexpected(make_error_code(errc::invalid_date));
    request.deadline = *date;
    const nlohmann::json& questions = content.at("questions");
    if (!questions.is_array()) return std::unexpected(make_error_code(errc::malformed_content));
    if (questions.size() > rules.questions_max) return std::unexpected(make_error_code(errc::too_many_questions));
    for (const nlohmann::json& value : questions) {
        auto question = parse_question(value);
        if (!question) return std::unexpected(question.error());
        request.questions.push_back(*std::move(question));
    }
    if (const auto fault = find_fault(request, rules)) return std::unexpected(make_error_code(fault->rule));
    return request;
}

}  // namespace protocol::content
