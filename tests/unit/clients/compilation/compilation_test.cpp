#include "clients/core/compilation/compilation.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace clients::compilation {
namespace {

using test::deadline_end;
using test::received;
using test::row_of;
using test::sample_input;

TEST(Compile, sets_answers_side_by_side_in_the_order_of_the_states) {
    const Compilation c = compile(sample_input({received("fr", 12), received("al", 11)}));
    std::vector<std::string> codes;
    for (const Row& row : c.rows) codes.push_back(row.member.code);
    EXPECT_EQ(codes, (std::vector<std::string>{"al", "at", "be", "fr", "pt", "ua"}));
    EXPECT_EQ(row_of(c, "al").status, Status::answered);
    EXPECT_EQ(row_of(c, "fr").current->entry.index, 12U);
    EXPECT_EQ(c.totals.addressed, 6U);
    EXPECT_EQ(c.totals.responded, 2U);
    EXPECT_EQ(c.number, "NFP/2026/014");
    EXPECT_EQ(c.request.title, "Reception of children");
}

TEST(Compile, only_the_requester_can_tell_silence) {
    CompilationInput input = sample_input({received("fr", 12)});
    Compilation c = compile(input);
    EXPECT_EQ(row_of(c, "al").status, Status::silent);
    EXPECT_EQ(c.totals.silent, 5U);
    EXPECT_EQ(c.totals.not_open, 0U);

    input.reader_is_requester = false;
    input.reader = "at";
    c = compile(input);
    EXPECT_EQ(row_of(c, "al").status, Status::not_open);
    EXPECT_EQ(row_of(c, "at").status, Status::silent);  // its own: it would read what it had sent
    EXPECT_EQ(c.totals.silent, 1U);
    EXPECT_EQ(c.totals.not_open, 4U);
}

TEST(Compile, the_latest_response_replaces_earlier_ones) {
    const Compilation c =
        compile(sample_input({received("fr", 30, {.number = "3"}), received("fr", 12, {.number = "1"}),
                              received("fr", 20, {.number = "2"}), received("al", 31, {.number = "5"})}));
    const Row& row = row_of(c, "fr");
    EXPECT_EQ(row.current->entry.index, 30U);
    ASSERT_EQ(row.superseded.size(), 2U);
    EXPECT_EQ(row.superseded[0].index, 12U);
    EXPECT_EQ(row.superseded[1].index, 20U);
    EXPECT_EQ(c.totals.superseded, 2U);
    EXPECT_EQ(c.totals.responded, 2U);
    EXPECT_EQ(c.questions[1].figures->sum, "8");  // the superseded figures are not counted
}

TEST(Compile, late_is_what_the_register_took_after_the_day_in_strasbourg) {
    const Compilation c =
        compile(sample_input({received("al", 1, {}, deadline_end - 1), received("at", 2, {}, deadline_end),
                              received("be", 3, {}, deadline_end + 86400)}));
    EXPECT_FALSE(row_of(c, "al").current->late);
    EXPECT_TRUE(row_of(c, "at").current->late);
    EXPECT_TRUE(row_of(c, "be").current->late);
    EXPECT_EQ(c.totals.late, 2U);
}

TEST(Compile, an_extended_deadline_counts) {
    CompilationInput input = sample_input({received("al", 1, {}, deadline_end)});
    input.deadline = std::chrono::year{2026} / 12 / 19;
    EXPECT_EQ(compile(input).totals.late, 0U);
}

TEST(Compile, a_late_correction_makes_the_response_late) {
    const Compilation c = compile(sample_input({received("al", 1), received("al", 2, {}, deadline_end)}));
    EXPECT_TRUE(row_of(c, "al").current->late);
}

TEST(Compile, counts_yes_no_and_choices) {
    std::vector<ReceivedResponse> responses = {received("al", 1), received("at", 2, {.yes = false}),
                                               received("be", 3, {.choice = "police"}), received("fr", 4),
                                               received("pt", 5)};
    responses[3].response.answers[0] = {1, content::AnswerState::no_information, {}, ""};
    responses[4].response.answers[0] = {1, content::AnswerState::not_applicable, {}, ""};
    const Compilation c = compile(sample_input(std::move(responses)));
    EXPECT_EQ(c.questions[0].yes, 2U);
    EXPECT_EQ(c.questions[0].no, 1U);
    EXPECT_EQ(c.questions[0].no_information, 1U);
    EXPECT_EQ(c.questions[0].not_applicable, 1U);
    EXPECT_EQ(c.questions[0].answered, 3U);
    EXPECT_EQ(c.questions[2].choices, (std::vector<unsigned>{4, 1}));
    EXPECT_FALSE(c.questions[0].figures);
    EXPECT_EQ(c.questions[3].answered, 5U);
}

NumberSummary figures(const std::vector<std::string>& numbers) {
    std::vector<ReceivedResponse> responses;
    const std::vector<std::string> states = {"al", "at", "be", "fr", "pt", "ua"};
    for (std::size_t i = 0; i < numbers.size(); ++i)
        responses.push_back(received(states.at(i), i, {.number = numbers[i]}));
    return compile(sample_input(std::move(responses))).questions[1].figures.value_or(NumberSummary{});
}

TEST(Compile, sums_up_figures_exactly) {
    EXPECT_EQ(figures({}), NumberSummary{});
    EXPECT_EQ(figures({"7"}), (NumberSummary{1, "7", "7", "7", "7"}));
    EXPECT_EQ(figures({"100", "9", "20"}), (NumberSummary{3, "129", "20", "9", "100"}));  // odd: the middle one
    EXPECT_EQ(figures({"100", "9", "20", "21"}),
              (NumberSummary{4, "150", "20.5", "9", "100"}));  // even: between the two
    EXPECT_EQ(figures({"2", "4"}), (NumberSummary{2, "6", "3", "2", "4"}));
    EXPECT_EQ(figures({"0.1", "0.2", "-3"}), (NumberSummary{3, "-2.7", "0.1", "-3", "0.2"}));
    EXPECT_EQ(figures({"9007199254740992", "9007199254740991", "1"}),
              (NumberSummary{3, "18014398509481984", "9007199254740991", "1", "9007199254740992"}));
}

TEST(Compile, leaves_marks_out_of_the_figures) {
    std::vector<ReceivedResponse> responses = {received("al", 1), received("at", 2)};
    responses[1].response.answers[1] = {2, content::AnswerState::no_information, {}, ""};
    const Compilation c = compile(sample_input(std::move(responses)));
    EXPECT_EQ(c.questions[1].figures, (NumberSummary{1, "10", "10", "10", "10"}));
    EXPECT_EQ(c.questions[1].no_information, 1U);
}

TEST(Compile, sets_aside_what_does_not_fit_the_request) {
    ReceivedResponse misfit = received("fr", 20);
    misfit.response.answers.pop_back();
    const Compilation alone = compile(sample_input({misfit}));
    EXPECT_EQ(row_of(alone, "fr").status, Status::unreadable);
    ASSERT_EQ(row_of(alone, "fr").unopened.size(), 1U);
    EXPECT_EQ(row_of(alone, "fr").unopened[0].misfit->rule, content::errc::unanswered_question);
    EXPECT_EQ(alone.totals.unreadable, 1U);
    EXPECT_EQ(alone.totals.silent, 5U);

    const Compilation behind = compile(sample_input({received("fr", 10), misfit}));
    EXPECT_EQ(row_of(behind, "fr").status,
              Status::answered);  // an answer that fits is not replaced by one that does not
    EXPECT_EQ(row_of(behind, "fr").current->entry.index, 10U);
    EXPECT_TRUE(row_of(behind, "fr").superseded.empty());
    EXPECT_EQ(row_of(behind, "fr").unopened.size(), 1U);
}

TEST(Compile, names_what_could_not_be_opened) {
    CompilationInput input = sample_input({received("fr", 10)});
    input.reader_is_requester = false;
    input.unopened.push_back({test::entry("pt", 11), "the signature is wrong", {}});
    const Compilation c = compile(input);
    EXPECT_EQ(row_of(c, "pt").status, Status::unreadable);
    EXPECT_EQ(row_of(c, "pt").unopened[0].reason, "the signature is wrong");
}

TEST(Compile, shows_a_response_of_somebody_who_was_not_asked) {
    const Compilation c = compile(sample_input({received("zz", 3), received("dk", 1)}));
    ASSERT_EQ(c.rows.size(), 8U);
    EXPECT_EQ(c.rows[6].member.name_en, "Denmark");
    EXPECT_FALSE(c.rows[6].addressed);
    EXPECT_EQ(c.rows[7].member.name_en, "ZZ");
    EXPECT_EQ(c.totals.addressed, 6U);
}

TEST(Compile, counts_how_far_responses_may_spread) {
    const Compilation c = compile(
        sample_input({received("al", 1, {.dissemination = content::Dissemination::requester}),
                      received("at", 2, {.dissemination = content::Dissemination::public_}), received("be", 3)}));
    EXPECT_EQ(c.totals.for_requester, 1U);
    EXPECT_EQ(c.totals.for_public, 1U);
    EXPECT_EQ(c.totals.for_network, 1U);
}

}  // namespace
}  // namespace clients::compilation
