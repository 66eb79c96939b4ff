#include "protocol/content/request_text.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace protocol::content {
namespace {

using test::error_of;
using test::replaced;
using namespace std::chrono_literals;

const std::string good_request =
    "Title: Reception of children\n"     // 1
    "Language: en\n"                     // 2
    "To: network\n"                      // 3
    "Deadline: 2026-12-18\n"             // 4
    "\n"                                 // 5
    "## Background\n"                    // 6
    "One line\n"                         // 7
    "and the next.\n"                    // 8
    "\n"                                 // 9
    "- an item\n"                        // 10
    "- another\n"                        // 11
    "## Questions\n"                     // 12
    "1. Is it so? [yes/no]\n"            // 13
    "2. How many,\n"                     // 14
    "   in 2020. And\n"                  // 15
    "   2021. Really? [number]\n"        // 16
    "3. Which? [choice: A | B b | C]\n"  // 17
    "4. Why?\n"                          // 18
    "5. When? [date]\n";                 // 19

TextError refuse_request(std::string_view text) { return error_of(parse_request_text(text, {})); }

TEST(RequestText, reads_every_part) {
    const auto draft = parse_request_text(good_request, {});
    ASSERT_TRUE(draft) << testing::PrintToString(draft.error());
    const Request& request = draft->request;
    EXPECT_EQ(request.title, "Reception of children");
    EXPECT_EQ(request.language, Language::en);
    EXPECT_EQ(request.deadline, Date(2026y / 12 / 18));
    EXPECT_EQ(request.background, "One line and the next.\n\n- an item\n- another");
    EXPECT_EQ(draft->destination, RequestDestination{ToNetwork{}});
    const std::vector<Question> expected = {
        {QuestionType::yes_no, "Is it so?", {}},
        {QuestionType::number, "How many, in 2020. And 2021. Really?", {}},
        {QuestionType::choice, "Which?", {"A", "B b", "C"}},
        {QuestionType::text, "Why?", {}},
        {QuestionType::date, "When?", {}},
    };
    EXPECT_EQ(request.questions, expected);
}

TEST(RequestText, reads_french_words_and_typography) {
    const std::string text =
        "\xEF\xBB\xBFTitre\xC2\xA0: Rétention\xC2\xA0: alternatives\r\n"
        "LANGUE : FR\r\n"
        "À\xE2\x80\xAF: groupe:retour\r\n"
        "Échéance : 2026-12-18\r\n"
        "## Contexte\r\nL’essentiel.\r\n"
        "## Questions\r\n"
        "1.\xC2\xA0"
        "Est-ce prévu\xC2\xA0? [oui / non]\r\n"
        "2. Combien ? [nombre]\r\n"
        "3. Laquelle ? [choix\xC2\xA0: caution | aucune]\r\n";
    const auto draft = parse_request_text(text, {});
    ASSERT_TRUE(draft) << testing::PrintToString(draft.error());
    EXPECT_EQ(draft->request.title, "Rétention\xC2\xA0: alternatives");
    EXPECT_EQ(draft->request.language, Language::fr);
    EXPECT_EQ(draft->request.background, "L’essentiel.");
    EXPECT_EQ(draft->destination, RequestDestination{ToGroup{"retour"}});
    EXPECT_EQ(draft->request.questions[0].type, QuestionType::yes_no);
    EXPECT_EQ(draft->request.questions[0].text, "Est-ce prévu\xC2\xA0?");
    EXPECT_EQ(draft->request.questions[2].choices, (std::vector<std::string>{"caution", "aucune"}));
    for (const char* word : {"A", "Destinataire", "Destinataires", "To", "a\xCC\x80"}) {
        EXPECT_TRUE(parse_request_text(replaced(good_request, "To:", std::string{word} + " :"), {})) << word;
    }
    EXPECT_TRUE(parse_request_text(replaced(good_request, "Deadline", "Date limite"), {}));
}

TEST(RequestText, needs_no_background) {
    const auto draft =
        parse_request_text("Title: T\nLanguage: en\nTo: fr\nDeadline: 2026-12-18\n## Questions\n1. Why?", {});
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft->request.background, "");
}

TEST(RequestText, survives_the_way_to_json_and_back) {
    const auto draft = parse_request_text(good_request, {});
    ASSERT_TRUE(draft);
    const auto again = parse_request(nlohmann::json::parse(to_json(draft->request).dump()), {});
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, draft->request);
}

TEST(RequestText, refuses_broken_header_lines) {
    EXPECT_EQ(refuse_request(replaced(good_request, "Title: ", "Title ")), (TextError{1, errc::malformed_header_line, ""}));
    EXPECT_EQ(refuse_request(replaced(good_request, "To:", "Cc:")), (TextError{3, errc::unknown_header_line, "Cc"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "Language:", "Titre:")),
              (TextError{2, errc::duplicate_header_line, "Titre"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "To: network\n", "")), (TextError{4, errc::missing_header_line, "To"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "Title: Reception of children\n", "")),
              (TextError{4, errc::missing_header_line, "Title"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "Language: en\n", "")),
              (TextError{4, errc::missing_header_line, "Language"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "Deadline: 2026-12-18\n", "")),
              (TextError{4, errc::missing_header_line, "Deadline"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "Reception of children", "\xC2\xA0")),
              (TextError{1, errc::empty_header_value, "Title"}));
    EXPECT_EQ(refuse_request(""), (TextError{1, errc::missing_header_line, "Title"}));
}

TEST(RequestText, refuses_bad_header_values) {
    EXPECT_EQ(refuse_request(replaced(good_request, ": en", ": de")), (TextError{2, errc::invalid_language, "de"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "network", "everybody")),
              (TextError{3, errc::invalid_destination, "everybody"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "2026-12-18", "2026-02-30")),
              (TextError{4, errc::invalid_date, "2026-02-30"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "2026-12-18", "18/12/2026")),
              (TextError{4, errc::invalid_date, "18/12/2026"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "Reception of children", std::string(301, 'x'))),
              (TextError{1, errc::field_too_long, "300"}));
    EXPECT_TRUE(parse_request_text(replaced(good_request, "Reception of children", std::string(300, 'x')), {}));
}

TEST(RequestText, refuses_sections_that_do_not_belong) {
    EXPECT_EQ(refuse_request(replaced(good_request, "## Background", "## Preface")),
              (TextError{6, errc::unknown_section, "Preface"}));
    EXPECT_EQ(refuse_request(good_request + "## Questions\n1. Again?\n"), (TextError{20, errc::duplicate_section, "Questions"}));
    EXPECT_EQ(refuse_request(good_request + "## Contexte\n"), (TextError{20, errc::duplicate_section, "Contexte"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "1. Is", "Please answer\n1. Is")),
              (TextError{13, errc::text_before_number, ""}));
}

TEST(RequestText, refuses_wrong_numbering) {
    EXPECT_EQ(refuse_request(replaced(good_request, "2. How", "3. How")), (TextError{14, errc::numbering_gap, "2"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "2. How", "1. How")), (TextError{14, errc::numbering_gap, "2"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "1. Is", "0. Is")), (TextError{13, errc::numbering_gap, "1"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "4. Why?", "4.")), (TextError{18, errc::empty_question, "4"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "4. Why?", "4. [date]")), (TextError{18, errc::empty_question, "4"}));
    EXPECT_EQ(refuse_request(good_request.substr(0, good_request.find("## Questions"))), (TextError{11, errc::no_question, ""}));
    EXPECT_EQ(refuse_request(good_request.substr(0, good_request.find("1. Is"))), (TextError{12, errc::no_question, ""}));
}

TEST(RequestText, keeps_to_the_limits_of_the_network) {
    std::string questions;
    for (int i = 6; i <= 20; ++i) questions += std::to_string(i) + ". More?\n";
    EXPECT_TRUE(parse_request_text(good_request + questions, {}));
    EXPECT_EQ(refuse_request(good_request + questions + "21. Too many?\n"), (TextError{35, errc::too_many_questions, "20"}));
    EXPECT_EQ(error_of(parse_request_text(good_request, {.questions_max = 4})), (TextError{19, errc::too_many_questions, "4"}));

    const auto words = [](int n) {
        std::string text;
        for (int i = 0; i < n; ++i) text += i == 0 ? "word" : i % 10 == 0 ? "\nword" : " word";
        return text;
    };
    EXPECT_TRUE(parse_request_text(replaced(good_request, "Why?", words(120)), {}));
    EXPECT_EQ(refuse_request(replaced(good_request, "Why?", words(121))), (TextError{18, errc::question_too_long, "120"}));
    const std::string background = "One line\nand the next.\n\n- an item\n- another";
    EXPECT_TRUE(parse_request_text(replaced(good_request, background, words(400)), {}));
    EXPECT_EQ(refuse_request(replaced(good_request, background, words(401))), (TextError{6, errc::background_too_long, "400"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "Why?", std::string(4001, 'x'))),
              (TextError{18, errc::field_too_long, "4000"}));
    EXPECT_EQ(refuse_request(replaced(good_request, background, std::string(20'001, 'x'))),
              (TextError{6, errc::field_too_long, "20000"}));
}

TEST(RequestText, refuses_unknown_answer_types_and_bad_choices) {
    EXPECT_EQ(refuse_request(replaced(good_request, "[yes/no]", "[yse/no]")),
              (TextError{13, errc::unknown_answer_type, "[yse/no]"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "[date]", "[date: 2020]")),
              (TextError{19, errc::unknown_answer_type, "[date: 2020]"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "A | B b | C", "A")), (TextError{17, errc::invalid_choices, "1"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "A | B b | C", "A | | C")), (TextError{17, errc::invalid_choices, ""}));
    EXPECT_EQ(refuse_request(replaced(good_request, "A | B b | C", "École | ecole")),
              (TextError{17, errc::invalid_choices, "ecole"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "A | B b | C", "A | No information")),
              (TextError{17, errc::invalid_choices, "No information"}));
    EXPECT_EQ(refuse_request(replaced(good_request, "A | B b | C", "A | " + std::string(121, 'b'))).rule, errc::invalid_choices);
    std::string many = "c0";
    for (int i = 1; i < 21; ++i) many += " | c" + std::to_string(i);
    EXPECT_EQ(refuse_request(replaced(good_request, "A | B b | C", many)), (TextError{17, errc::invalid_choices, "21"}));
}

TEST(RequestText, refuses_bytes_that_are_not_text) {
    EXPECT_EQ(refuse_request(replaced(good_request, "Why?", "Why\x1b[2J?")), (TextError{18, errc::control_character, ""}));
    EXPECT_EQ(refuse_request(replaced(good_request, "Why?", "Why\r?")), (TextError{18, errc::control_character, ""}));
    EXPECT_EQ(refuse_request(replaced(good_request, "Why?", "Why\xC2\x9B?")), (TextError{18, errc::control_character, ""}));
    EXPECT_EQ(refuse_request(replaced(good_request, "Why?", "Why\xFF?")), (TextError{18, errc::invalid_utf8, ""}));
    std::string nul = good_request;
    nul[nul.find("Why")] = '\0';
    EXPECT_EQ(refuse_request(nul), (TextError{18, errc::control_character, ""}));
    EXPECT_EQ(refuse_request(good_request + std::string(256 * 1024, '\n')), (TextError{1, errc::text_too_long, ""}));
}

TEST(RequestText, quotes_what_is_wrong_safely) {
    const TextError error = refuse_request(replaced(good_request, "network", "\xE2\x80\xAE" + std::string(5000, 'x')));
    EXPECT_EQ(error.rule, errc::invalid_destination);
    EXPECT_TRUE(error.detail.starts_with("\\u{202E}xxx"));
    EXPECT_LT(error.detail.size(), 100U);
}

}  // namespace
}  // namespace protocol::content
