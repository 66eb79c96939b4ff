// A request to six states and what came back, small enough to be checked by eye.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clients/core/compilation/compilation.hpp"

namespace clients::compilation::test {

using namespace std::chrono_literals;

inline const std::int64_t deadline_end = content::end_of_day_in_strasbourg(2026y / 12 / 18);

inline content::Request sample_request() {
    content::Request request;
    request.title = "Reception of children";
    request.background = "Some background.";
    request.deadline = 2026y / 12 / 18;
    request.questions = {
        {content::QuestionType::yes_no, "Is a guardian appointed?", {}},
        {content::QuestionType::number, "How many places?", {}},
        {content::QuestionType::choice, "Who decides?", {"court", "police"}},
        {content::QuestionType::text, "Please describe.", {}},
        {content::QuestionType::date, "Since when?", {}},
    };
    return request;
}

struct Given {
    bool yes = true;
    std::string number = "10";
    std::string choice = "court";
    std::string text = "By a judge.";
    std::string comment = {};  // of the yes/no answer
    content::Dissemination dissemination = content::Dissemination::network;
};

inline content::Response response(const Given& given) {
    using content::AnswerState;
    return {content::Language::en,
            given.dissemination,
            {{1, AnswerState::answered, given.yes ? content::YesNo::yes : content::YesNo::no, given.comment},
             {2, AnswerState::answered, content::parse_number(given.number).value(), ""},
             {3, AnswerState::answered, content::Choice{given.choice}, ""},
             {4, AnswerState::answered, content::Text{given.text}, ""},
             {5, AnswerState::answered, content::Date{2020y / 2 / 29}, ""}}};
}

inline RegisteredEntry entry(const std::string& member, std::uint64_t index, std::int64_t time = deadline_end - 86400) {
    return {member, member + ".01", index, time, "0123456789abcdef"};
}

inline ReceivedResponse received(const std::string& member, std::uint64_t index, const Given& given = {},
                                 std::int64_t time = deadline_end - 86400) {
    return {entry(member, index, time), response(given)};
}

inline CompilationInput sample_input(std::vector<ReceivedResponse> responses = {}) {
    CompilationInput input;
    input.number = "NFP/2026/014";
    input.request = sample_request();
    input.requester = find_member("dmr");
    input.sent_time = deadline_end - 20 * 86400;
    input.deadline = input.request.deadline;
    for (const char* code : {"al", "at", "be", "fr", "pt", "ua"}) input.addressed.push_back(find_member(code));
    input.responses = std::move(responses);
    input.reader = "dmr";
    input.reader_is_requester = true;
    return input;
}

inline const Row& row_of(const Compilation& compilation, std::string_view code) {
    for (const Row& row : compilation.rows) {
        if (row.member.code == code) return row;
    }
    throw std::logic_error("no row for " + std::string{code});
}

// A response with the same foreign text in every field that can hold any, from an author and with a reason of that text.
inline CompilationInput hostile_input(const std::string& foreign) {
    CompilationInput input = sample_input();
    input.request.title = foreign;
    input.request.background = foreign;
    input.request.questions[0].text = foreign;
    input.request.questions[2] = {content::QuestionType::choice, foreign, {foreign, "police"}};
    Given given;
    given.choice = foreign;
    given.text = foreign;
    given.comment = foreign;
    input.responses.push_back(received("fr", 20, given));
    input.responses.push_back(received("fr", 21, given));
    input.responses[0].entry.author = input.responses[1].entry.author = foreign;
    input.responses[0].entry.id_prefix = input.responses[1].entry.id_prefix = foreign;
    input.unopened.push_back({entry("pt", 22), foreign, {}});
    input.unopened[0].entry.author = input.unopened[0].entry.id_prefix = foreign;
    Given misfit = given;
    misfit.choice = foreign + "x";
    input.responses.push_back(received("be", 23, misfit));
    input.number = foreign;
    input.addressed.push_back({"zz", foreign, foreign});
    return input;
}

}  // namespace clients::compilation::test
