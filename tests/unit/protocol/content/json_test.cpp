// Bodies are opened from what strangers sealed: nothing but the one form is read.
#include <gtest/gtest.h>

#include <set>

#include "protocol/content/request.hpp"
#include "protocol/content/response.hpp"
#include "samples.hpp"

namespace protocol::content {
namespace {

using nlohmann::json;
using test::error_of;
using test::sample_request;
using namespace std::chrono_literals;

Response sample_response() {
    return {Language::fr,
            Dissemination::public_,
            {{1, AnswerState::answered, YesNo::no, "commentaire"},
             {2, AnswerState::answered, Number{"12.50", 12.5}, ""},
             {3, AnswerState::answered, Choice{"court"}, ""},
             {4, AnswerState::answered, Text{"un\ndeux"}, ""},
             {5, AnswerState::answered, Date{2020y / 2 / 29}, ""}}};
}

template <class Change>
std::error_code broken_request(Change change, const RequestRules& rules = {}) {
    json content = to_json(sample_request());
    change(content);
    return error_of(parse_request(content, rules));
}

template <class Change>
std::error_code broken_response(Change change) {
    json content = to_json(sample_response());
    change(content);
    return error_of(parse_response(content));
}

TEST(RequestJson, has_one_form) {
    Request request = sample_request();
    request.questions.resize(3);
    request.questions.erase(request.questions.begin(), request.questions.begin() + 1);
    EXPECT_EQ(
        to_json(request).dump(),
        R"({"background":"First paragraph.\n\nSecond paragraph.","deadline":"2026-12-18","language":"en","questions":)"
        R"([{"text":"How many places were there?","type":"number"},)"
        R"({"choices":["court","border police","Équipe spécialisée – nationale"],"text":"Who decides?","type":"choice"}],)"
        R"("title":"Reception of unaccompanied children"})");
    EXPECT_EQ(parse_request(to_json(request), {}), request);
    request.background.clear();
    EXPECT_FALSE(to_json(request).contains("background"));
    EXPECT_EQ(parse_request(to_json(request), {}), request);
}

TEST(RequestJson, refuses_wrong_shapes) {
    for (const char* text : {"null", "[]", "1", "\"x\"", "{}", R"({"title":"T"})"}) {
        EXPECT_EQ(error_of(parse_request(json::parse(text), {})), errc::malformed_content) << text;
    }
    for (const char* field : {"title", "language", "questions", "deadline"}) {
        EXPECT_EQ(broken_request([&](json& c) { c.erase(field); }), errc::malformed_content) << field;
        for (const json& value : {json(), json(1), json(1.5), json(true), json::object(), json::array({1})}) {
            EXPECT_EQ(broken_request([&](json& c) { c[field] = value; }), errc::malformed_content) << field << value;
        }
    }
    EXPECT_EQ(broken_request([](json& c) { c["to"] = "network"; }), errc::unknown_field);
    EXPECT_EQ(broken_request([](json& c) { c["background"] = ""; }), errc::malformed_content);
    EXPECT_EQ(broken_request([](json& c) { c["language"] = "de"; }), errc::invalid_language);
    EXPECT_EQ(broken_request([](json& c) { c["deadline"] = "2026-02-30"; }), errc::invalid_date);
    EXPECT_EQ(broken_request([](json& c) { c["deadline"] = std::string(1 << 20, '2'); }), errc::malformed_content);
}

TEST(RequestJson, refuses_hostile_text) {
    for (const char* field : {"title", "background"}) {
        EXPECT_EQ(broken_request([&](json& c) { c[field] = "a\x1b[2J"; }), errc::control_character);
        EXPECT_EQ(broken_request([&](json& c) { c[field] = "a\xC2\x85"; }), errc::control_character);
        EXPECT_EQ(broken_request([&](json& c) { c[field] = "a\rb"; }), errc::control_character);
        EXPECT_EQ(broken_request([&](json& c) { c[field] = std::string("a\0b", 3); }), errc::control_character);
        EXPECT_EQ(broken_request([&](json& c) { c[field] = "a\xFF"; }), errc::invalid_utf8);
        EXPECT_EQ(broken_request([&](json& c) { c[field] = " a"; }), errc::malformed_content);
        EXPECT_EQ(broken_request([&](json& c) { c[field] = "\xC2\xA0"; }), errc::malformed_content);
        EXPECT_EQ(broken_request([&](json& c) { c[field] = std::string(1 << 22, 'x'); }), errc::field_too_long);
    }
    EXPECT_EQ(broken_request([](json& c) { c["title"] = "two\nlines"; }), errc::control_character);
    std::string title;
    for (int i = 0; i < 300; ++i) title += "é";
    EXPECT_EQ(broken_request([&](json& c) { c["title"] = title; }), std::error_code{});
    EXPECT_EQ(broken_request([&](json& c) { c["title"] = title + "é"; }), errc::field_too_long);
    std::string words;
    for (int i = 0; i < 401; ++i) words += i == 0 ? "w" : " w";
    EXPECT_EQ(broken_request([&](json& c) { c["background"] = words; }), errc::background_too_long);
}

TEST(RequestJson, refuses_bad_questions) {
    const auto first = [](auto change) { return broken_request([&](json& c) { change(c["questions"][0]); }); };
    const auto third = [](auto change) { return broken_request([&](json& c) { change(c["questions"][2]); }); };
    EXPECT_EQ(broken_request([](json& c) { c["questions"] = json::array(); }), errc::no_question);
    EXPECT_EQ(broken_request([](json&) {}, {.questions_max = 4}), errc::too_many_questions);
    EXPECT_EQ(broken_request([](json&) {}, {.question_words_max = 3}), errc::question_too_long);
    EXPECT_EQ(first([](json& q) { q = "text"; }), errc::malformed_content);
    EXPECT_EQ(first([](json& q) { q["number"] = 1; }), errc::unknown_field);
    EXPECT_EQ(first([](json& q) { q["type"] = "essay"; }), errc::malformed_content);
    EXPECT_EQ(first([](json& q) { q["type"] = "choice"; }), errc::malformed_content);
    EXPECT_EQ(first([](json& q) { q["choices"] = {"a", "b"}; }), errc::malformed_content);
    EXPECT_EQ(first([](json& q) { q["text"] = ""; }), errc::malformed_content);
    EXPECT_EQ(first([](json& q) { q["text"] = std::string(4001, 'x'); }), errc::field_too_long);
    EXPECT_EQ(third([](json& q) { q.erase("choices"); }), errc::malformed_content);
    EXPECT_EQ(third([](json& q) { q["choices"] = "a"; }), errc::invalid_choices);
    EXPECT_EQ(third([](json& q) { q["choices"] = {"a"}; }), errc::invalid_choices);
    EXPECT_EQ(third([](json& q) { q["choices"] = {"a", 1}; }), errc::malformed_content);
    EXPECT_EQ(third([](json& q) { q["choices"] = {"a", "A"}; }), errc::invalid_choices);
    EXPECT_EQ(third([](json& q) { q["choices"] = {"a", "b|c"}; }), errc::invalid_choices);
    EXPECT_EQ(third([](json& q) { q["choices"] = {"a", "b\nc"}; }), errc::invalid_choices);
    EXPECT_EQ(third([](json& q) { q["choices"] = {"a", "sans objet"}; }), errc::invalid_choices);
    EXPECT_EQ(third([](json& q) {
                  q["choices"] = json::array();
                  q["choices"].insert(q["choices"].begin(), 100'000, "a");
              }),
              errc::invalid_choices);
}

TEST(ResponseJson, has_one_form) {
    EXPECT_EQ(
        to_json(sample_response()).dump(),
        R"({"answers":[{"comment":"commentaire","question":1,"state":"answered","value":{"yes_no":"no"}},)"
        R"({"question":2,"state":"answered","value":{"number":"12.50"}},)"
        R"({"question":3,"state":"answered","value":{"choice":"court"}},)"
        R"({"question":4,"state":"answered","value":{"text":"un\ndeux"}},)"
        R"({"question":5,"state":"answered","value":{"date":"2020-02-29"}}],"dissemination":"public","language":"fr"})");
    EXPECT_EQ(parse_response(to_json(sample_response())), sample_response());
    Response marked = sample_response();
    marked.answers[0] = {1, AnswerState::no_information, {}, ""};
    marked.answers[1] = {2, AnswerState::not_applicable, {}, "no centre"};
    EXPECT_EQ(parse_response(to_json(marked)), marked);
    EXPECT_EQ(check_response_against(sample_request(), marked), std::nullopt);
}

TEST(ResponseJson, refuses_wrong_shapes) {
    for (const char* text : {"null", "[]", "{}", R"({"answers":[]})"}) {
        EXPECT_EQ(error_of(parse_response(json::parse(text))), errc::malformed_content) << text;
    }
    EXPECT_EQ(broken_response([](json& c) { c["re"] = "NFP/2026/001"; }), errc::unknown_field);
    EXPECT_EQ(broken_response([](json& c) { c["dissemination"] = "world"; }), errc::invalid_dissemination);
    EXPECT_EQ(broken_response([](json& c) { c["dissemination"] = json::object(); }), errc::malformed_content);
    EXPECT_EQ(broken_response([](json& c) { c["answers"] = json::array(); }), errc::malformed_content);
    EXPECT_EQ(broken_response([](json& c) {
                  c["answers"] = json::array();
                  c["answers"].insert(c["answers"].begin(), 100'000, 1);
              }),
              errc::malformed_content);
    EXPECT_EQ(broken_response([](json& c) { c["answers"][1]["question"] = 1; }), errc::malformed_content);
    EXPECT_EQ(broken_response([](json& c) { std::swap(c["answers"][0], c["answers"][1]); }), errc::malformed_content);
}

TEST(ResponseJson, refuses_bad_answers) {
    const auto answer = [](int index, auto change) {
        return broken_response([&](json& c) { change(c["answers"][static_cast<std::size_t>(index)]); });
    };
    for (const json& number : {json(0), json(-1), json(1.0), json("1"), json(), json(1000), json(1ULL << 40)}) {
        EXPECT_EQ(answer(0, [&](json& a) { a["question"] = number; }), errc::malformed_content) << number;
    }
    EXPECT_EQ(answer(0, [](json& a) { a["late"] = false; }), errc::unknown_field);
    EXPECT_EQ(answer(0, [](json& a) { a["state"] = "maybe"; }), errc::malformed_content);
    EXPECT_EQ(answer(0, [](json& a) { a["state"] = "no_information"; }), errc::malformed_content);
    EXPECT_EQ(answer(0, [](json& a) { a.erase("value"); }), errc::malformed_content);
    EXPECT_EQ(answer(0, [](json& a) { a["value"] = "yes"; }), errc::malformed_content);
    EXPECT_EQ(answer(0, [](json& a) { a["value"] = json::object(); }), errc::malformed_content);
    EXPECT_EQ(answer(0, [](json& a) { a["value"] = {{"yes_no", "yes"}, {"text", "x"}}; }), errc::malformed_content);
    EXPECT_EQ(answer(0, [](json& a) { a["value"] = {{"html", "x"}}; }), errc::unknown_field);
    EXPECT_EQ(answer(0, [](json& a) { a["value"]["yes_no"] = "oui"; }), errc::invalid_yes_no);
    EXPECT_EQ(answer(0, [](json& a) { a["value"]["yes_no"] = true; }), errc::malformed_content);
    EXPECT_EQ(answer(0, [](json& a) { a["comment"] = ""; }), errc::malformed_content);
    EXPECT_EQ(answer(0, [](json& a) { a["comment"] = std::string(4001, 'x'); }), errc::field_too_long);
    EXPECT_EQ(answer(1, [](json& a) { a["value"]["number"] = 12.5; }), errc::malformed_content);
    EXPECT_EQ(answer(1, [](json& a) { a["value"]["number"] = "012"; }), errc::invalid_number);
    EXPECT_EQ(answer(1, [](json& a) { a["value"]["number"] = "=1+1"; }), errc::invalid_number);
    EXPECT_EQ(answer(2, [](json& a) { a["value"]["choice"] = "a\x07"; }), errc::control_character);
    EXPECT_EQ(answer(3, [](json& a) { a["value"]["text"] = std::string(20'001, 'x'); }), errc::field_too_long);
    EXPECT_EQ(answer(3, [](json& a) { a["comment"] = "x"; }), errc::malformed_content);
    EXPECT_EQ(answer(4, [](json& a) { a["value"]["date"] = "2021-02-29"; }), errc::invalid_date);
}

TEST(Errc, every_value_has_a_sentence_of_its_own) {
    std::set<std::string> sentences;
    for (const errc e : all_errc) sentences.insert(make_error_code(e).message());
    EXPECT_EQ(sentences.size(), all_errc.size());
    EXPECT_FALSE(sentences.contains("unknown outcome"));
    EXPECT_EQ(static_cast<std::size_t>(errc::unknown_field), all_errc.size());  // the last one: none is missing
}

}  // namespace
}  // namespace protocol::content
