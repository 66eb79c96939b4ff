#include "protocol/content/response.hpp"

#include <algorithm>
#include <array>

#include "protocol/content/json_fields.hpp"
#include "protocol/content/visible.hpp"

namespace protocol::content {
namespace {

constexpr std::array disseminations = {Dissemination::requester, Dissemination::network, Dissemination::public_};
constexpr std::array answer_states = {AnswerState::answered, AnswerState::no_information, AnswerState::not_applicable};

struct WriteValue {
    nlohmann::json operator()(const Text& text) const { return {{"text", text.text}}; }
    nlohmann::json operator()(YesNo answer) const { return {{"yes_no", answer == YesNo::yes ? "yes" : "no"}}; }
    nlohmann::json operator()(const Number& number) const { return {{"number", number.text}}; }
    nlohmann::json operator()(const Choice& choice) const { return {{"choice", choice.choice}}; }
    nlohmann::json operator()(const Date& date) const { return {{"date", format_date(date)}}; }
};

using ValueOrError = std::expected<AnswerValue, std::error_code>;

ValueOrError refuse(errc rule) { return std::unexpected(make_error_code(rule)); }

ValueOrError parse_short_value(std::string_view type, const nlohmann::json& value) {
    const auto word = read_word(value, std::string{type}.c_str());
    if (!word) return std::unexpected(word.error());
    if (type == "yes_no") {
        if (*word == "yes") return YesNo::yes;
        if (*word == "no") return YesNo::no;
        return refuse(errc::invalid_yes_no);
    }
    if (type == "number") {
        if (auto number = parse_number(*word)) return *std::move(number);
        return refuse(errc::invalid_number);
    }
    if (const auto date = parse_date(*word)) return *date;
    return refuse(errc::invalid_date);
}

ValueOrError parse_value(const nlohmann::json& value) {
    if (!value.is_object() || value.size() != 1) return refuse(errc::malformed_content);
    const std::string type = value.begin().key();
    if (type == "text") {
        auto text = read_text(value, "text", {answer_characters_max});
        if (!text) return std::unexpected(text.error());
        return Text{*std::move(text)};
    }
    if (type == "choice") {
        auto choice = read_text(value, "choice", {choice_characters_max, true});
        if (!choice) return std::unexpected(choice.error());
        return Choice{*std::move(choice)};
    }
    if (type == "yes_no" || type == "number" || type == "date") return parse_short_value(type, value);
    return refuse(errc::unknown_field);
}

std::expected<Answer, std::error_code> parse_answer(const nlohmann::json& value) {
    if (const auto broken = check_fields(value, {"question", "state"}, {"value", "comment"})) {
        return std::unexpected(broken);
    }
    Answer answer;
    const auto* number = value.at("question").get_ptr<const nlohmann::json::number_unsigned_t*>();
    if (number == nullptr || *number == 0 || *number > question_number_max) {
        return std::unexpected(make_error_code(errc::malformed_content));
    }
    answer.question = static_cast<unsigned>(*number);
    const auto word = read_word(value, "state");
    if (!word) return std::unexpected(word.error());
    const auto state = std::ranges::find(answer_states, *word, [](AnswerState s) { return code(s); });
    if (state == answer_states.end()) return std::unexpected(make_error_code(errc::malformed_content));
    answer.state = *state;
    if (value.contains("value") != (answer.state == AnswerState::answered)) {
        return std::unexpected(make_error_code(errc::malformed_content));
    }
    if (value.contains("value")) {
        auto parsed = parse_value(value.at("value"));
        if (!parsed) return std::unexpected(parsed.error());
        answer.value = *std::move(parsed);
    }
    if (value.contains("comment")) {
        auto comment = read_text(value, "comment", {comment_characters_max});
        if (!comment) return std::unexpected(comment.error());
        answer.comment = *std::move(comment);
    }
    // A free text is its own comment: the text form could not tell the two apart.
    const bool is_text = answer.value && std::holds_alternative<Text>(*answer.value);
    if (is_text && !answer.comment.empty()) return std::unexpected(make_error_code(errc::malformed_content));
    return answer;
}

}  // namespace

QuestionType type_of(const AnswerValue& value) noexcept {
    static constexpr std::array types = {QuestionType::text, QuestionType::yes_no, QuestionType::number,
                                         QuestionType::choice, QuestionType::date};
    static_assert(std::variant_size_v<AnswerValue> == types.size());
    return types[value.index()];
}

std::string_view code(Dissemination dissemination) noexcept {
    switch (dissemination) {
        case Dissemination::requester: return "requester";
        case Dissemination::network: return "network";
        case Dissemination::public_: return "public";
    }
    return "";
}

std::string_view code(AnswerState state) noexcept {
    switch (state) {
        case AnswerState::answered: return "answered";
        case AnswerState::no_information: return "no_information";
        case AnswerState::not_applicable: return "not_applicable";
    }
    return "";
}

nlohmann::json to_json(const Response& response) {
    nlohmann::json answers = nlohmann::json::array();
    for (const Answer& answer : response.answers) {
        nlohmann::json value = {{"question", answer.question}, {"state", code(answer.state)}};
        if (answer.value) value["value"] = std::visit(WriteValue{}, *answer.value);
        if (!answer.comment.empty()) value["comment"] = answer.comment;
        answers.push_back(std::move(value));
    }
    return {{"language", code(response.language)},
            {"dissemination", code(response.dissemination)},
            {"answers", std::move(answers)}};
}

std::expected<Response, std::error_code> parse_response(const nlohmann::json& content) {
    if (const auto broken = check_fields(content, {"language", "dissemination", "answers"})) {
        return std::unexpected(broken);
    }
    Response response;
    const auto language = read_language(content);
    if (!language) return std::unexpected(language.error());
    response.language = *language;
    const auto word = read_word(content, "dissemination");
    if (!word) return std::unexpected(word.error());
    const auto known = std::ranges::find(disseminations, *word, [](Dissemination d) { return code(d); });
    if (known == disseminations.end()) return std::unexpected(make_error_code(errc::invalid_dissemination));
    response.dissemination = *known;
    const nlohmann::json& answers = content.at("answers");
    if (!answers.is_array() || answers.empty() || answers.size() > question_number_max) {
        return std::unexpected(make_error_code(errc::malformed_content));
    }
    for (const nlohmann::json& value : answers) {
        auto answer = parse_answer(value);
        if (!answer) return std::unexpected(answer.error());
        if (!response.answers.empty() && answer->question <= response.answers.back().question) {
            return std::unexpected(make_error_code(errc::malformed_content));
        }
        response.answers.push_back(*std::move(answer));
    }
    return response;
}

std::optional<AnswerFault> check_response_against(const Request& request, const Response& response) {
    const auto fault = [](unsigned number, errc rule) { return AnswerFault{number, rule, std::to_string(number)}; };
    unsigned due = 1;  // the question whose answer is awaited
    for (const Answer& answer : response.answers) {
        if (answer.question == 0 || answer.question > request.questions.size()) {
            return fault(answer.question, errc::unknown_question);
        }
        if (answer.question < due) return fault(answer.question, errc::duplicate_answer);
        if (answer.question > due) return fault(due, errc::unanswered_question);
        ++due;
        if (answer.value.has_value() != (answer.state == AnswerState::answered)) {
            return fault(answer.question, errc::unanswered_question);
        }
        if (!answer.value) continue;
        const Question& question = request.questions[answer.question - 1];
        if (type_of(*answer.value) != question.type) return fault(answer.question, errc::answer_type_mismatch);
        if (const auto* choice = std::get_if<Choice>(&*answer.value)) {
            if (std::ranges::find(question.choices, choice->choice) == question.choices.end()) {
                return AnswerFault{answer.question, errc::invalid_choice,
                                   excerpt(choice->choice, detail_characters_max)};
            }
        }
    }
    if (due <= request.questions.size()) return fault(due, errc::unanswered_question);
    return std::nullopt;
}

}  // namespace protocol::content
