#include <gmock/gmock.h>

#include "clients/core/compilation/report.hpp"
#include "clients/core/layout/columns.hpp"
#include "protocol/content/utf8.hpp"
#include "samples.hpp"

namespace clients::compilation {
namespace {

using test::deadline_end;
using test::received;
using test::sample_input;
using testing::HasSubstr;
using testing::Not;

CompilationInput mixed_input() {
    return sample_input({received("al", 1, {.number = "5"}), received("fr", 2, {.number = "7"}),
                         received("fr", 3, {.yes = false, .number = "9", .comment = "as of January"}, deadline_end)});
}

TEST(TextReport, shows_everything_that_was_asked_for) {
    const std::string text = text_report(compile(mixed_input()), {});
    EXPECT_THAT(text, HasSubstr("NFP/2026/014  Reception of children\n"));
    EXPECT_THAT(text, HasSubstr("2 of 6, 1 late"));
    EXPECT_THAT(text, HasSubstr("no response (4): Austria, Belgium, Portugal, Ukraine"));
    EXPECT_THAT(text, HasSubstr("1. Is a guardian appointed?\n---"));
    EXPECT_THAT(text, HasSubstr("Albania        yes\nFrance (late)  no -- as of January\n"));
    EXPECT_THAT(text, HasSubstr("sum 14 · median 7 · range 5 to 9 · answers with a figure: 2"));
    EXPECT_THAT(text, HasSubstr("answered, late; #3, 2026-12-19 00:00 CET, fr.01; network;"));
    EXPECT_THAT(text, HasSubstr("replaces #2 of 2026-12-18 00:00 CET"));
}

TEST(TextReport, speaks_french) {
    ReportOptions options;
    options.language = Language::fr;
    const std::string text = text_report(compile(mixed_input()), options);
    EXPECT_THAT(text, HasSubstr("sans réponse (4): Autriche"));
    EXPECT_THAT(text, HasSubstr("oui"));
    EXPECT_THAT(text, HasSubstr("médiane 7"));
}

TEST(TextReport, does_not_call_silent_what_it_cannot_know) {
    CompilationInput input = mixed_input();
    input.reader_is_requester = false;
    input.reader = "fr";
    const std::string text = text_report(compile(input), {});
    EXPECT_THAT(text, HasSubstr("no answer open to you (4): Austria"));
    EXPECT_THAT(text, Not(HasSubstr("no response")));
    EXPECT_THAT(text, HasSubstr("open to you."));
}

TEST(TextReport, has_both_orders) {
    const Compilation c = compile(mixed_input());
    ReportOptions options;
    options.order = Order::by_question;
    EXPECT_THAT(text_report(c, options), Not(HasSubstr("By state")));
    options.order = Order::by_state;
    const std::string by_state = text_report(c, options);
    EXPECT_THAT(by_state, Not(HasSubstr("1. Is a guardian")));
    EXPECT_THAT(by_state, HasSubstr("By state\n"));
    EXPECT_THAT(by_state, HasSubstr(" 1. no -- as of January\n"));
}

TEST(TextReport, keeps_to_the_width) {
    CompilationInput input = mixed_input();
    input.responses[0].response.answers[3].value =
        content::Text{std::string(500, 'x') + " and several words that follow it"};
    input.request.title = std::string(200, 't');
    for (const std::size_t width : {20U, 40U, 61U, 132U}) {
        ReportOptions options;
        options.width = width;
        const std::string text = text_report(compile(input), options);
        std::string_view rest = text;
        while (!rest.empty()) {
            const std::string_view line = rest.substr(0, rest.find('\n'));
            EXPECT_LE(layout::display_width(line), std::max<std::size_t>(width, 40)) << line;
            rest.remove_prefix(line.size() + 1);
        }
    }
}

TEST(TextReport, no_content_can_act_on_the_terminal) {
    const std::string foreign =
        "a\x1b]0;owned\x07\x1b[2J\xC2\x9B"
        "31m\rb\x08\x7f\xE2\x80\xAE\xE2\x81\xA6zz";
    for (const Language language : {Language::en, Language::fr}) {
        ReportOptions options;
        options.language = language;
        const std::string text = text_report(compile(test::hostile_input(foreign)), options);
        std::string_view rest = text;
        while (!rest.empty()) {
            const auto c = content::first_code_point(rest);
            ASSERT_TRUE(c) << "not UTF-8";
            ASSERT_TRUE(c->value == '\n' || !content::is_control(c->value)) << static_cast<unsigned>(c->value);
            ASSERT_NE(c->value, char32_t{0x202e});
            ASSERT_NE(c->value, char32_t{0x2066});
            rest.remove_prefix(c->size);
        }
        EXPECT_THAT(text, HasSubstr("\\u{1B}]0;owned"));
    }
}

TEST(TextReport, names_what_it_does_not_show) {
    CompilationInput input = mixed_input();
    input.unopened.push_back({test::entry("pt", 9), "no stanza opens", {}});
    ReceivedResponse misfit = received("be", 8);
    misfit.response.answers[1].value = content::Text{"SECRET MISFIT"};
    input.responses.push_back(misfit);
    ReportOptions options;
    options.width = 132;
    const std::string text = text_report(compile(input), options);
    EXPECT_THAT(text, HasSubstr("Entries that could not be opened"));
    EXPECT_THAT(text, HasSubstr("no stanza opens"));
    EXPECT_THAT(text, HasSubstr("does not fit the request"));
    EXPECT_THAT(text, Not(HasSubstr("SECRET MISFIT")));
}

TEST(TextReport, warns_when_answers_are_for_the_requester_only) {
    EXPECT_THAT(text_report(compile(mixed_input()), {}), Not(HasSubstr("do not pass")));
    EXPECT_THAT(
        text_report(compile(sample_input({received("al", 1, {.dissemination = content::Dissemination::requester})})),
                    {}),
        HasSubstr("1 of the responses may be read by the requester only"));
}

}  // namespace
}  // namespace clients::compilation
