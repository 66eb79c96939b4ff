// A response: one answer for each question of a request, stored free of language.
#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>
#include <vector>

#include "protocol/content/calendar.hpp"
#include "protocol/content/errc.hpp"
#include "protocol/content/language.hpp"
#include "protocol/content/number.hpp"
#include "protocol/content/request.hpp"

namespace protocol::content {

// How far a response may spread. `public_` permits nothing before the consents.
enum class Dissemination { requester, network, public_ };

enum class AnswerState { answered, no_information, not_applicable };

struct Text {
    std::string text;
    bool operator==(const Text&) const = default;
};
enum class YesNo { no, yes };
struct Choice {
    std::string choice;  // exactly as the request offers it
    bool operator==(const Choice&) const = default;
};

using AnswerValue = std::variant<Text, YesNo, Number, Choice, Date>;

struct Answer {
    unsigned question = 0;  // from 1
    AnswerState state = AnswerState::answered;
    std::optional<AnswerValue> value;  // when state is answered, and only then
    std::string comment;               // may be empty; a free text has none of its own
    bool operator==(const Answer&) const = default;
};

struct Response {
    Language language = Language::en;
    Dissemination dissemination = Dissemination::requester;
    std::vector<Answer> answers;  // by rising question number, each once
    bool operator==(const Response&) const = default;
};

// What is wrong with which answer.
struct AnswerFault {
    unsigned question = 0;
    errc rule{};
    std::string detail;  // see errc.hpp
    bool operator==(const AnswerFault&) const = default;
};

// The type of question that a value answers.
QuestionType type_of(const AnswerValue& value) noexcept;

std::string_view code(Dissemination dissemination) noexcept;  // "requester", "network", "public"
std::string_view code(AnswerState state) noexcept;            // "answered", "no_information", "not_applicable"

// {"language","dissemination","answers":[{"question":1,"state":"answered","value":{"yes_no":"yes"},"comment":"..."}]}
// A value is one of {"text"}, {"yes_no"}, {"number": as text}, {"choice"}, {"date"}.
nlohmann::json to_json(const Response& response);

// Reads what to_json writes and nothing else. Safe on hostile input. Whether the answers fit the request is
// check_response_against's question.
[[nodiscard]] std::expected<Response, std::error_code> parse_response(const nlohmann::json& content);

// Every question of the request answered or marked, no other number, types as asked for, choices among those offered.
// The first answer that is at fault, or nothing.
[[nodiscard]] std::optional<AnswerFault> check_response_against(const Request& request, const Response& response);

}  // namespace protocol::content
