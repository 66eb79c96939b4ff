#include "clients/core/messages/content_errors.hpp"

#include <gtest/gtest.h>

#include <set>

namespace clients {
namespace {

namespace content = protocol::content;

TEST(ContentErrors, every_rule_has_a_message_of_its_own) {
    std::set<Msg> seen;
    for (const content::errc rule : content::all_errc) {
        EXPECT_TRUE(seen.insert(message_for(rule)).second) << static_cast<int>(rule);
        for (const Language language : {Language::en, Language::fr}) {
            const std::string text = describe(language, rule, "DETAIL");
            EXPECT_EQ(text.find("{}"), std::string::npos) << text;
        }
    }
}

TEST(ContentErrors, name_line_and_rule) {
    const content::TextError error{2, content::errc::invalid_language, "de"};
    EXPECT_EQ(describe(Language::en, error), "line 2: the language must be en or fr, not “de”");
    EXPECT_EQ(describe(Language::fr, error), "ligne 2 : la langue doit être en ou fr, et non « de »");
}

TEST(ContentErrors, name_the_answer) {
    const content::AnswerFault fault{3, content::errc::answer_type_mismatch, "3"};
    EXPECT_EQ(describe(Language::en, fault), "answer 3: it is not of the type that question 3 asks for");
}

}  // namespace
}  // namespace clients
