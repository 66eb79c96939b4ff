// A request with a question of every type, and how the tests look at results.
#pragma once

#include <chrono>
#include <expected>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "protocol/content/errc.hpp"
#include "protocol/content/request.hpp"

namespace protocol::content {

// gtest prints these on failure.
inline void PrintTo(const TextError& e, std::ostream* out) {
    *out << "line " << e.line << ": " << make_error_code(e.rule).message() << " (" << e.detail << ")";
}

namespace test {

using namespace std::chrono_literals;

inline Request sample_request() {
    Request request;
    request.title = "Reception of unaccompanied children";
    request.language = Language::en;
    request.background = "First paragraph.\n\nSecond paragraph.";
    request.deadline = 2026y / 12 / 18;
    request.questions = {
        {QuestionType::yes_no, "Is a guardian appointed at once?", {}},
        {QuestionType::number, "How many places were there?", {}},
        {QuestionType::choice, "Who decides?", {"court", "border police", "Équipe spécialisée – nationale"}},
        {QuestionType::text, "Please describe the interview.", {}},
        {QuestionType::date, "Since when?", {}},
    };
    return request;
}

// The error of a result that must be one; an empty one otherwise.
template <class T>
TextError error_of(const std::expected<T, TextError>& result) {
    return result ? TextError{} : result.error();
}

template <class T>
std::error_code error_of(const std::expected<T, std::error_code>& result) {
    return result ? std::error_code{} : result.error();
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::logic_error("the sample does not hold: " + std::string{from});
    return text.replace(at, from.size(), to);
}

}  // namespace test
}  // namespace protocol::content
