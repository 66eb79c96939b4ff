#include <gtest/gtest.h>

#include "protocol/content/information_text.hpp"
#include "samples.hpp"

namespace protocol::content {
namespace {

using test::error_of;
using test::replaced;

const std::string good =
    "Title: New law on reception\n"  // 1
    "Language: en\n"                 // 2
    "To: fr, de\n"                   // 3
    "Proposal: disseminate\n"        // 4
    "## Text\n"                      // 5
    "It enters into force\n"         // 6
    "1. in January.\n";              // 7

TextError refuse(std::string_view text) { return error_of(parse_information_text(text)); }

TEST(InformationText, reads_every_part) {
    const auto draft = parse_information_text(good);
    ASSERT_TRUE(draft) << testing::PrintToString(draft.error());
    const Information expected{"New law on reception", Language::en, "It enters into force 1. in January.", true};
    EXPECT_EQ(draft->information, expected);
    EXPECT_EQ(draft->destination, (InformationDestination{ToStates{{"fr", "de"}}}));
}

TEST(InformationText, goes_to_the_secretariat_unless_told_otherwise) {
    const auto draft = parse_information_text("Titre : Loi\nLangue : fr\n## Texte\nVoici.\n");
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft->destination, InformationDestination{ToSecretariat{}});
    EXPECT_FALSE(draft->information.propose_dissemination);
    EXPECT_TRUE(parse_information_text(replaced(good, "Proposal: disseminate", "Proposition : Diffuser")));
}

TEST(InformationText, refuses_each_broken_rule) {
    EXPECT_EQ(refuse(replaced(good, ": disseminate", ": publish")), (TextError{4, errc::invalid_proposal, "publish"}));
    EXPECT_EQ(refuse(replaced(good, "fr, de", "all")), (TextError{3, errc::invalid_destination, "all"}));
    EXPECT_EQ(refuse(replaced(good, ": en", ": it")), (TextError{2, errc::invalid_language, "it"}));
    EXPECT_EQ(refuse(replaced(good, "Title: New law on reception\n", "")),
              (TextError{3, errc::missing_header_line, "Title"}));
    EXPECT_EQ(refuse(good.substr(0, good.find("## "))), (TextError{4, errc::missing_section, "Text"}));
    EXPECT_EQ(refuse(good.substr(0, good.find("It"))), (TextError{5, errc::missing_section, "Text"}));
    EXPECT_EQ(refuse(replaced(good, "New law", std::string(300, 'x'))), (TextError{1, errc::field_too_long, "300"}));
    EXPECT_EQ(refuse(good + std::string(100'001, 'x')), (TextError{5, errc::field_too_long, "100000"}));
}

TEST(InformationJson, is_read_strictly) {
    const Information information{"T", Language::fr, "a\nb", true};
    EXPECT_EQ(parse_information(to_json(information)), information);
    const auto broken = [&](auto change) {
        nlohmann::json content = to_json(information);
        change(content);
        return error_of(parse_information(content));
    };
    EXPECT_EQ(broken([](auto& c) { c["x"] = 1; }), errc::unknown_field);
    EXPECT_EQ(broken([](auto& c) { c.erase("text"); }), errc::malformed_content);
    EXPECT_EQ(broken([](auto& c) { c["propose_dissemination"] = 1; }), errc::malformed_content);
    EXPECT_EQ(broken([](auto& c) { c["language"] = "de"; }), errc::invalid_language);
    EXPECT_EQ(broken([](auto& c) { c["text"] = "a\x1b"; }), errc::control_character);
    EXPECT_EQ(broken([](auto& c) { c["title"] = "a\nb"; }), errc::control_character);
    EXPECT_EQ(error_of(parse_information(nlohmann::json::array())), errc::malformed_content);
}

}  // namespace
}  // namespace protocol::content
