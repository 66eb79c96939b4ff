#include "protocol/content/answer_text.hpp"

#include <gtest/gtest.h>

namespace protocol::content {
namespace {

using namespace std::chrono_literals;

const Question yes_no{QuestionType::yes_no, "?", {}};
const Question figure{QuestionType::number, "?", {}};
const Question choice{QuestionType::choice, "?", {"Équipe", "surveillance – avec bracelet", "surveillance", "other"}};
const Question free_text{QuestionType::text, "?", {}};
const Question date{QuestionType::date, "?", {}};

Answer read(const Question& question, std::string_view answer) {
    const auto result = parse_answer_text(question, 1, answer);
    if (!result) {
        ADD_FAILURE() << answer << ": " << make_error_code(result.error().rule).message();
        return {};
    }
    return *result;
}

errc rule(const Question& question, std::string_view answer) {
    const auto result = parse_answer_text(question, 1, answer);
    return result ? errc{} : result.error().rule;
}

Answer answered(AnswerValue value, std::string comment = {}) {
    return {1, AnswerState::answered, std::move(value), std::move(comment)};
}

TEST(AnswerText, reads_yes_and_no_in_both_languages) {
    EXPECT_EQ(read(yes_no, "yes"), answered(YesNo::yes));
    EXPECT_EQ(read(yes_no, " OUI. "), answered(YesNo::yes));
    EXPECT_EQ(read(yes_no, "No"), answered(YesNo::no));
    EXPECT_EQ(read(yes_no, "non"), answered(YesNo::no));
    for (const char* wrong : {"yes, mostly", "y", "true", "maybe", "yes no", "yes--comment"}) {
        EXPECT_EQ(rule(yes_no, wrong), errc::invalid_yes_no) << wrong;
    }
}

TEST(AnswerText, reads_a_comment_after_any_dash_between_spaces) {
    EXPECT_EQ(read(yes_no, "yes -- since 2020"), answered(YesNo::yes, "since 2020"));
    EXPECT_EQ(read(yes_no, "yes — since 2020"), answered(YesNo::yes, "since 2020"));
    EXPECT_EQ(read(yes_no,
                   "oui\xC2\xA0–\xC2\xA0"
                   "depuis – 2020"),
              answered(YesNo::yes, "depuis – 2020"));
    EXPECT_EQ(read(yes_no, "yes --"), answered(YesNo::yes));
    EXPECT_EQ(read(figure, "-5 -- a -- b"), answered(Number{"-5", -5}, "a -- b"));
    EXPECT_EQ(rule(yes_no, "-- only a comment"), errc::unanswered_question);
    EXPECT_EQ(rule(yes_no, "yes -- " + std::string(4001, 'x')), errc::field_too_long);
}

TEST(AnswerText, reads_plain_numbers_only) {
    EXPECT_EQ(read(figure, "1200"), answered(Number{"1200", 1200}));
    EXPECT_EQ(read(figure, "12.5"), answered(Number{"12.5", 12.5}));
    EXPECT_EQ(read(figure, "0.125"), answered(Number{"0.125", 0.125}));
    for (const char* wrong : {"1,200", "1 200",
                              "1\xC2\xA0"
                              "200",
                              "1\xE2\x80\xAF"
                              "200",
                              "1'200", "1.200", "12,5", "1.200.000", "1200 1300"}) {
        EXPECT_EQ(rule(figure, wrong), errc::ambiguous_number) << wrong;
    }
    for (const char* wrong : {"about 1200", "1200 persons", "~5", "1e3", "0560", "5-10", "many", "½"}) {
        EXPECT_EQ(rule(figure, wrong), errc::invalid_number) << wrong;
    }
}

TEST(AnswerText, reads_choices_as_the_request_spells_them) {
    EXPECT_EQ(read(choice, "equipe"), answered(Choice{"Équipe"}));
    EXPECT_EQ(read(choice, "ÉQUIPE. -- pourquoi pas"), answered(Choice{"Équipe"}, "pourquoi pas"));
    EXPECT_EQ(read(choice, "surveillance"), answered(Choice{"surveillance"}));
    EXPECT_EQ(read(choice, "surveillance – avec bracelet"), answered(Choice{"surveillance – avec bracelet"}));
    EXPECT_EQ(read(choice, "surveillance – avec bracelet -- rare – et cher"),
              answered(Choice{"surveillance – avec bracelet"}, "rare – et cher"));
    EXPECT_EQ(read(choice, "surveillance -- souple"), answered(Choice{"surveillance"}, "souple"));
    EXPECT_EQ(rule(choice, "none of these"), errc::invalid_choice);
    EXPECT_EQ(rule(choice, "1"), errc::invalid_choice);
    EXPECT_EQ(rule(choice, "equipe, other"), errc::invalid_choice);
}

TEST(AnswerText, reads_dates) {
    EXPECT_EQ(read(date, "2020-03-27"), answered(Date{2020y / 3 / 27}));
    EXPECT_EQ(read(date, "2020-03-27 -- decree"), answered(Date{2020y / 3 / 27}, "decree"));
    EXPECT_EQ(rule(date, "2020-02-30"), errc::invalid_date);
    EXPECT_EQ(rule(date, "March 2020"), errc::invalid_date);
}

TEST(AnswerText, takes_free_text_whole) {
    EXPECT_EQ(read(free_text, "The court -- not the police -- decides."),
              answered(Text{"The court -- not the police -- decides."}));
    EXPECT_EQ(read(free_text, "— Oui, par le juge."), answered(Text{"— Oui, par le juge."}));
    EXPECT_EQ(read(free_text, "No information is published, but it exists."),
              answered(Text{"No information is published, but it exists."}));
    EXPECT_EQ(rule(free_text, std::string(20'001, 'x')), errc::field_too_long);
}

TEST(AnswerText, reads_the_two_marks_for_every_type) {
    for (const Question& question : {yes_no, figure, choice, free_text, date}) {
        for (const char* word :
             {"no information", "No information.", "pas d'information", "Pas d’information", "pas d’informations"}) {
            EXPECT_EQ(read(question, word), (Answer{1, AnswerState::no_information, {}, {}})) << word;
        }
        EXPECT_EQ(read(question, "not applicable"), (Answer{1, AnswerState::not_applicable, {}, {}}));
        EXPECT_EQ(read(question, "sans\xC2\xA0objet -- aucun centre"),
                  (Answer{1, AnswerState::not_applicable, {}, "aucun centre"}));
        EXPECT_EQ(rule(question, ""), errc::unanswered_question);
        EXPECT_EQ(rule(question, " \xC2\xA0\n"), errc::unanswered_question);
    }
}

}  // namespace
}  // namespace protocol::content
