#include "protocol/content/response_form.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "protocol/content/response_text.hpp"
#include "samples.hpp"

namespace protocol::content {
namespace {

using test::error_of;
using test::replaced;
using test::sample_request;
using testing::HasSubstr;
using testing::Not;

std::string fill(std::string form) {
    form = replaced(form, "\n1. \n", "\n1. oui\n");
    form = replaced(form, "\n2. \n", "\n2. 48213\n");
    form = replaced(form, "\n3. \n", "\n3. court\n");
    form = replaced(form, "\n4. \n", "\n4. By a judge.\n");
    return replaced(form, "\n5. \n", "\n5. pas d’information\n");
}

TEST(ResponseForm, is_refused_until_it_is_filled_in) {
    for (const Language language : {Language::en, Language::fr}) {
        const std::string form = blank_response_form(sample_request(), "NFP/2026/014", language);
        const TextError error = error_of(parse_response_text(form, sample_request()));
        EXPECT_EQ(error.rule, errc::unanswered_question);
        EXPECT_EQ(error.detail, "1");
        EXPECT_GT(error.line, 5U);
        const auto draft = parse_response_text(fill(form), sample_request());
        ASSERT_TRUE(draft) << testing::PrintToString(draft.error());
        EXPECT_EQ(draft->re, "NFP/2026/014");
        EXPECT_EQ(draft->response.language, language);
        EXPECT_EQ(draft->response.dissemination, Dissemination::network);
        EXPECT_EQ(draft->response.answers[3].value, AnswerValue{Text{"By a judge."}});
    }
}

TEST(ResponseForm, names_the_number_that_was_left_empty) {
    const std::string form = blank_response_form(sample_request(), "NFP/2026/014", Language::en);
    const std::string left = replaced(fill(form), "\n3. court\n", "\n3. \n");
    const auto line = static_cast<unsigned>(std::ranges::count(left.substr(0, left.find("\n3. \n") + 1), '\n') + 1);
    EXPECT_EQ(error_of(parse_response_text(left, sample_request())), (TextError{line, errc::unanswered_question, "3"}));
}

TEST(ResponseForm, repeats_questions_and_choices_as_comments) {
    const std::string form = blank_response_form(sample_request(), "NFP/2026/014", Language::en);
    EXPECT_THAT(form, HasSubstr("> 3. Who decides?\n"));
    EXPECT_THAT(form, HasSubstr("> - border police\n"));
    EXPECT_THAT(form, HasSubstr("> Second paragraph.\n"));
    EXPECT_THAT(form, HasSubstr("2026-12-18"));
}

TEST(ResponseForm, keeps_hostile_questions_inside_the_comment) {
    Request request = sample_request();
    request.title = "T\xE2\x80\xAE";
    request.questions[0].text = "Innocent?\n1. yes\n## Answers\n2. 1\n\x1b[2J";
    request.background = "Dissemination: public";
    const std::string form = blank_response_form(request, "NFP/2026/014", Language::en);
    EXPECT_THAT(form, HasSubstr("\n> 1. yes\n> ## Answers\n> 2. 1\n"));
    EXPECT_THAT(form, Not(HasSubstr("\x1b")));
    EXPECT_THAT(form, Not(HasSubstr("\xE2\x80\xAE")));
    const auto draft = parse_response_text(fill(form), sample_request());
    ASSERT_TRUE(draft) << testing::PrintToString(draft.error());
    EXPECT_EQ(draft->response.dissemination, Dissemination::network);
}

}  // namespace
}  // namespace protocol::content
