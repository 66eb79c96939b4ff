#include "clients/core/language/detection.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "protocol/content/request_text.hpp"
#include "protocol/content/response_text.hpp"
#include "tests/support/files.hpp"

namespace clients::language {
namespace {

namespace fs = std::filesystem;
namespace content = protocol::content;
using content::Language;
using ::test::read_file;

constexpr const char* english =
    "Which authority decides on the detention of foreign nationals, and which remedies are open against it?";
constexpr const char* french =
    "Quelle autorité décide de la rétention des étrangers, et quels recours sont ouverts contre cette décision ?";

TEST(Detection, tells_english_from_french) {
    EXPECT_EQ(detect(english), "en");
    EXPECT_EQ(detect(french), "fr");
    EXPECT_EQ(contradiction(Language::en, french), "fr");
    EXPECT_EQ(contradiction(Language::fr, english), "en");
    EXPECT_EQ(contradiction(Language::fr, french), std::nullopt);
    EXPECT_EQ(contradiction(Language::en,
                            "Welche Behörde entscheidet über die Inhaftierung von Ausländern, und welche Rechtsmittel gibt es?"),
              "de");
}

TEST(Detection, does_not_ask_about_what_cannot_be_told) {
    for (const char* text : {"", "560", "oui", "Yes, by a court.", "N/A", "2026-12-18", "….,;!?", "Ministère de l'Intérieur"})
        EXPECT_EQ(contradiction(Language::fr, text), std::nullopt) << text;
    EXPECT_EQ(contradiction(Language::en, std::string(english) + " " + french), std::nullopt) << "half and half";
    EXPECT_EQ(contradiction(Language::en, "\xff\xfe broken \xff"), std::nullopt);
}

TEST(Detection, a_quotation_in_the_other_language_is_no_contradiction) {
    const std::string mostly = std::string(english) + " " + english + " " + english;
    EXPECT_EQ(contradiction(Language::en, mostly + " (« rétention administrative des étrangers »)"), std::nullopt);
}

TEST(Detection, looks_at_what_was_written_and_not_at_choices_and_figures) {
    content::Response response{.language = Language::fr, .dissemination = content::Dissemination::network, .answers = {}};
    response.answers.push_back(
        {1, content::AnswerState::answered, content::Choice{"the competent administrative court of first instance"}, ""});
    EXPECT_EQ(prose_of(response), "");
    response.answers.push_back({2, content::AnswerState::answered, content::YesNo::yes, "by a judge"});
    response.answers.push_back({3, content::AnswerState::answered, content::Text{"since 2016"}, ""});
    EXPECT_EQ(prose_of(response), "by a judge\nsince 2016");
}

// ---- the sample texts beside the repository ----

class SampleTexts : public testing::Test {
protected:
    void SetUp() override {
        if (fs::is_directory(folder_ / "requests")) return;
        if (std::getenv("CI") != nullptr) FAIL() << "no sample texts in " << folder_;
        GTEST_SKIP() << "no sample texts in " << folder_ << "; configure with -DNFP_SHARED_DIR=FOLDER";
    }
    fs::path folder_ = fs::path{NFP_SHARED_DIR} / "data";
};

TEST_F(SampleTexts, requests_that_raise_the_question_are_those_named_so) {
    unsigned seen = 0, asked = 0;
    for (const auto& file : fs::directory_iterator{folder_ / "requests"}) {
        const std::string name = file.path().filename();
        if (name.starts_with("bad-") || name == "README.md") continue;
        const auto draft = content::parse_request_text(read_file(file.path()), {});
        ASSERT_TRUE(draft) << name;
        const auto found = contradiction(draft->request.language, prose_of(draft->request));
        EXPECT_EQ(found.has_value(), name.starts_with("ask-")) << name << ": " << found.value_or("as declared");
        ++seen;
        asked += found.has_value();
    }
    EXPECT_GE(seen, 4U);
    EXPECT_GE(asked, 1U);
}

TEST_F(SampleTexts, responses_are_in_the_language_that_they_declare) {
    unsigned told = 0;
    for (const auto& file : fs::directory_iterator{folder_ / "responses"}) {
        const std::string name = file.path().filename();
        if (name == "README.md") continue;
        const auto request =
            content::parse_request_text(read_file(folder_ / "requests" / (name.substr(0, name.find('.')) + ".en.md")), {});
        ASSERT_TRUE(request) << name;
        const auto draft = content::parse_response_text(read_file(file.path()), request->request);
        ASSERT_TRUE(draft) << name;
        const auto prose = prose_of(draft->response);
        EXPECT_EQ(contradiction(draft->response.language, prose), std::nullopt) << name;
        told += detect(prose).has_value();
    }
    EXPECT_GE(told, 2U);
}

}  // namespace
}  // namespace clients::language
