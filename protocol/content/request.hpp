// A request: numbered questions to other members (working methods, 4.6).
#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "protocol/content/calendar.hpp"
#include "protocol/content/errc.hpp"
#include "protocol/content/language.hpp"
#include "protocol/content/limits.hpp"

namespace protocol::content {

enum class QuestionType { text, yes_no, number, choice, date };

struct Question {
    QuestionType type = QuestionType::text;
    std::string text;
    std::vector<std::string> choices;  // of type choice only
    bool operator==(const Question&) const = default;
};

struct Request {
    std::string title;
    Language language = Language::en;
    std::string background;  // may be empty: there is none
    std::vector<Question> questions;
    Date deadline{};  // answers are on time until the end of that day in Strasbourg
    bool operator==(const Request&) const = default;
};

// Which part of a request breaks which rule.
struct RequestFault {
    enum class Part { title, background, questions, question };
    Part part{};
    unsigned question = 0;  // from 1, for Part::question
    errc rule{};
    std::string detail;  // see errc.hpp
};

// The one set of rules that the text form and the JSON form share. The first fault, or nothing.
[[nodiscard]] std::optional<RequestFault> find_fault(const Request& request, const RequestRules& rules);

// "text", "yes_no", "number", "choice", "date": as they stand in JSON.
std::string_view code(QuestionType type) noexcept;

// {"title","language","background" (when there is one),"questions":[{"text","type","choices"}],"deadline"}
nlohmann::json to_json(const Request& request);

// Reads what to_json writes and nothing else, by the same rules as the text form. Safe on hostile input that an
// nlohmann::json can hold.
[[nodiscard]] std::expected<Request, std::error_code> parse_request(const nlohmann::json& content,
                                                                    const RequestRules& rules);

}  // namespace protocol::content
