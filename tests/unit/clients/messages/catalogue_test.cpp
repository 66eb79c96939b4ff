#include <gtest/gtest.h>

#include <set>
#include <string>

#include "clients/core/messages/messages.hpp"

namespace clients {
namespace {

// The placeholders of a text: names and numbers as written, automatic ones counted.
std::multiset<std::string> placeholders(std::string_view text) {
    std::multiset<std::string> found;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '{') continue;
        if (at + 1 < text.size() && text[at + 1] == '{') {
            ++at;  // {{ is a brace
            continue;
        }
        const std::size_t end = text.find('}', at);
        if (end == std::string_view::npos) return {"unbalanced"};
        found.insert(std::string{text.substr(at, end - at + 1)});
        at = end;
    }
    return found;
}

bool has_text(std::string_view text) { return text.find_first_not_of(' ') != std::string_view::npos; }

TEST(Catalogue, every_message_has_both_languages) {
    for (const Message& message : catalogue) {
        EXPECT_TRUE(has_text(message.english)) << message.name;
        EXPECT_TRUE(has_text(message.french)) << message.name;
        EXPECT_EQ(message.english.find('\t'), std::string_view::npos) << message.name;
    }
}

TEST(Catalogue, both_languages_take_the_same_placeholders) {
    for (const Message& message : catalogue) {
        EXPECT_EQ(placeholders(message.english), placeholders(message.french)) << message.name;
        EXPECT_NE(placeholders(message.english), std::multiset<std::string>{"unbalanced"}) << message.name;
    }
}

TEST(Catalogue, names_are_unique) {
    std::set<std::string_view> names;
    for (const Message& message : catalogue) EXPECT_TRUE(names.insert(message.name).second) << message.name;
}

TEST(Catalogue, placeholders_are_found) {
    EXPECT_EQ(placeholders("a {} {{}} {name:>3} {}"), (std::multiset<std::string>{"{}", "{}", "{name:>3}"}));
    EXPECT_EQ(placeholders("a {"), (std::multiset<std::string>{"unbalanced"}));
}

TEST(Say, fills_in_the_language_asked_for) {
    EXPECT_EQ(say(Language::en, Msg::compilation_responses_value, 3, 46, 1), "3 of 46, 1 late");
    EXPECT_EQ(say(Language::fr, Msg::compilation_responses_value, 3, 46, 1), "3 sur 46, dont 1 en retard");
    EXPECT_EQ(say(Language::fr, Msg::compilation_yes), "oui");
}

TEST(Say, foreign_text_is_an_argument_and_never_a_format) {
    EXPECT_EQ(say(Language::en, Msg::content_unknown_section, "{} {0} {x"),
              "“{} {0} {x” is not a section of this kind of text");
}

}  // namespace
}  // namespace clients
