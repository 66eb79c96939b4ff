#include "protocol/content/visible.hpp"

#include <gtest/gtest.h>

#include "protocol/content/utf8.hpp"

namespace protocol::content {
namespace {

TEST(Visible, keeps_text_of_all_scripts) { EXPECT_EQ(visible("Zoé\tЖ\n日本 😀"), "Zoé\tЖ\n日本 😀"); }

TEST(Visible, shows_what_would_act_on_a_terminal) {
    EXPECT_EQ(visible("\x1b]52;c;AAAA\x07"), "\\u{1B}]52;c;AAAA\\u{07}");
    EXPECT_EQ(visible("a\rb\x7f"), "a\\u{0D}b\\u{7F}");
    EXPECT_EQ(visible("\xC2\x9B"
                      "31m"),
              "\\u{9B}31m");  // C1 form of ESC [
    EXPECT_EQ(visible("\x9B"
                      "31m"),
              "\\x{9B}31m");  // the same as a bare byte
    EXPECT_EQ(visible(std::string_view{"a\0b", 3}), "a\\u{00}b");
}

TEST(Visible, shows_what_reorders_or_hides) {
    EXPECT_EQ(visible("exe.\xE2\x80\xAEtxt"), "exe.\\u{202E}txt");
    EXPECT_EQ(visible("a\xE2\x81\xA6"
                      "b\xE2\x81\xA9"),
              "a\\u{2066}b\\u{2069}");
    EXPECT_EQ(visible("a\xE2\x80\x8B"
                      "b\xE2\x80\xA8"),
              "a\\u{200B}b\\u{2028}");
    EXPECT_EQ(visible("\xF3\xA0\x81\x81"), "\\u{E0041}");
}

TEST(Visible, makes_one_line_and_cuts) {
    EXPECT_EQ(visible_line("a\nb\tc"), "a b c");
    EXPECT_EQ(excerpt("éàü", 3), "éàü");
    EXPECT_EQ(excerpt("éàüö", 3), "éà…");
    const std::string cut = excerpt(std::string(100'000, '\x1b'), 20);
    EXPECT_EQ(count_characters(cut), 20U);
    EXPECT_TRUE(is_valid_utf8(excerpt("ééééééééééééééé\xFF\xFFéééééééééééé", 9)));
}

}  // namespace
}  // namespace protocol::content
