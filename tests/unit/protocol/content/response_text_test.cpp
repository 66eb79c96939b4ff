#include "protocol/content/response_text.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace protocol::content {
namespace {

using test::error_of;
using test::replaced;
using test::sample_request;
using namespace std::chrono_literals;

const std::string good_response =
    "Re: NFP/2026/014\n"               // 1
    "Language: en\n"                   // 2
    "Dissemination: requester\n"       // 3
    "\n"                               // 4
    "## Answers\n"                     // 5
    "> 1. Is a guardian appointed?\n"  // 6
    "1. yes -- always,\n"              // 7
    "   at the border\n"               // 8
    "2. 48213\n"                       // 9
    "3. border police\n"               // 10
    "> a comment between\n"            // 11
    "4. A first line\n"                // 12
    "   and a second.\n"               // 13
    "\n"                               // 14
    "   A new paragraph.\n"            // 15
    "5. no information\n";             // 16

TextError refuse_response(std::string_view text) { return error_of(parse_response_text(text, sample_request())); }

TEST(ResponseText, reads_every_part) {
    const auto draft = parse_response_text(good_response, sample_request());
    ASSERT_TRUE(draft) << testing::PrintToString(draft.error());
    EXPECT_EQ(draft->re, "NFP/2026/014");
    const Response expected{Language::en,
                            Dissemination::requester,
                            {{1, AnswerState::answered, YesNo::yes, "always, at the border"},
                             {2, AnswerState::answered, Number{"48213", 48213}, ""},
                             {3, AnswerState::answered, Choice{"border police"}, ""},
                             {4, AnswerState::answered, Text{"A first line and a second.\n\nA new paragraph."}, ""},
                             {5, AnswerState::no_information, {}, ""}}};
    EXPECT_EQ(draft->response, expected);
}

TEST(ResponseText, reads_french_words_and_any_order_of_answers) {
    const std::string text =
        "Langue : fr\r\nDiffusion : réseau\r\n## Réponses\r\n"
        "5. sans objet\r\n4. Un texte.\r\n3. équipe spécialisée – nationale\r\n2. 12.5 — estimation\r\n1. non\r\n";
    const auto draft = parse_response_text(text, sample_request());
    ASSERT_TRUE(draft) << testing::PrintToString(draft.error());
    EXPECT_EQ(draft->re, std::nullopt);
    EXPECT_EQ(draft->response.dissemination, Dissemination::network);
    EXPECT_EQ(draft->response.answers[0].value, AnswerValue{YesNo::no});
    EXPECT_EQ(draft->response.answers[1].comment, "estimation");
    EXPECT_EQ(draft->response.answers[2].value, AnswerValue{Choice{"Équipe spécialisée – nationale"}});
    EXPECT_EQ(draft->response.answers[4].state, AnswerState::not_applicable);
}

TEST(ResponseText, survives_the_way_to_json_and_back) {
    const auto draft = parse_response_text(good_response, sample_request());
    ASSERT_TRUE(draft);
    const auto again = parse_response(nlohmann::json::parse(to_json(draft->response).dump()));
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, draft->response);
    EXPECT_FALSE(check_response_against(sample_request(), *again));
}

TEST(ResponseText, gives_the_reference_before_the_request_is_known) {
    EXPECT_EQ(parse_response_reference(good_response).value(), std::optional<std::string>{"NFP/2026/014"});
    EXPECT_EQ(parse_response_reference(replaced(good_response, "Re: NFP/2026/014\n", "")).value(), std::optional<std::string>{});
    EXPECT_EQ(error_of(parse_response_reference(replaced(good_response, "NFP/2026/014", "NFP 14"))),
              (TextError{1, errc::invalid_reference, "NFP 14"}));
}

TEST(ResponseText, refuses_broken_headers_and_sections) {
    EXPECT_EQ(refuse_response(replaced(good_response, "Language: en\n", "")),
              (TextError{3, errc::missing_header_line, "Language"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "Dissemination: requester\n", "")),
              (TextError{3, errc::missing_header_line, "Dissemination"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "requester", "everyone")),
              (TextError{3, errc::invalid_dissemination, "everyone"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "requester", "")),
              (TextError{3, errc::empty_header_value, "Dissemination"}));
    EXPECT_EQ(refuse_response(replaced(good_response, ": en", ": english")), (TextError{2, errc::invalid_language, "english"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "Re:", "Title:")), (TextError{1, errc::unknown_header_line, "Title"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "Re: NFP/2026/014", "Diffusion: public")),
              (TextError{3, errc::duplicate_header_line, "Dissemination"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "## Answers", "## Questions")),
              (TextError{5, errc::unknown_section, "Questions"}));
    EXPECT_EQ(refuse_response(good_response.substr(0, good_response.find("## Answers"))),
              (TextError{4, errc::missing_section, "Answers"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "1. yes", "Dear colleague,\n1. yes")),
              (TextError{7, errc::text_before_number, ""}));
}

TEST(ResponseText, refuses_wrong_numbers) {
    EXPECT_EQ(refuse_response(replaced(good_response, "5. no", "6. no")), (TextError{16, errc::unknown_question, "6"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "5. no", "0. no")), (TextError{16, errc::unknown_question, "0"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "5. no", "4. no")), (TextError{16, errc::duplicate_answer, "4"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "2. 48213\n", "")), (TextError{15, errc::unanswered_question, "2"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "2. 48213", "2.")), (TextError{9, errc::unanswered_question, "2"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "2. 48213", "2. > 48213")).rule, errc::invalid_number);
    EXPECT_EQ(refuse_response(good_response.substr(0, good_response.find("> 1."))),
              (TextError{5, errc::unanswered_question, "1"}));
}

TEST(ResponseText, refuses_answers_of_the_wrong_type_with_their_line) {
    EXPECT_EQ(refuse_response(replaced(good_response, "1. yes", "1. perhaps")), (TextError{7, errc::invalid_yes_no, "perhaps"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "48213", "48,213")), (TextError{9, errc::ambiguous_number, "48,213"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "48213", "48213 places")),
              (TextError{9, errc::invalid_number, "48213 places"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "border police", "army")), (TextError{10, errc::invalid_choice, "army"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "no information", "2026-02-30")),
              (TextError{16, errc::invalid_date, "2026-02-30"}));
    EXPECT_EQ(refuse_response(replaced(good_response, "A first line", "A \x1b line")),
              (TextError{12, errc::control_character, ""}));
}

TEST(CheckResponse, finds_each_misfit) {
    const Request request = sample_request();
    const Response fits = parse_response_text(good_response, request)->response;
    const auto fault = [&](auto change) {
        Response response = fits;
        change(response);
        return check_response_against(request, response);
    };
    EXPECT_EQ(fault([](Response&) {}), std::nullopt);
    EXPECT_EQ(fault([](Response& r) { r.answers.pop_back(); }), (AnswerFault{5, errc::unanswered_question, "5"}));
    EXPECT_EQ(fault([](Response& r) { r.answers.erase(r.answers.begin()); }),
              (AnswerFault{1, errc::unanswered_question, "1"}));
    EXPECT_EQ(fault([](Response& r) { r.answers.clear(); }), (AnswerFault{1, errc::unanswered_question, "1"}));
    EXPECT_EQ(fault([](Response& r) { r.answers[4].question = 6; }), (AnswerFault{6, errc::unknown_question, "6"}));
    EXPECT_EQ(fault([](Response& r) { r.answers[4].question = 4; }), (AnswerFault{4, errc::duplicate_answer, "4"}));
    EXPECT_EQ(fault([](Response& r) {
                  r.answers[0].value = Number{"1", 1};
              }),
              (AnswerFault{1, errc::answer_type_mismatch, "1"}));
    EXPECT_EQ(fault([](Response& r) { r.answers[2].value = Choice{"Court"}; }),
              (AnswerFault{3, errc::invalid_choice, "Court"}));
    EXPECT_EQ(fault([](Response& r) { r.answers[0].value.reset(); }), (AnswerFault{1, errc::unanswered_question, "1"}));
}

}  // namespace
}  // namespace protocol::content
