#include "protocol/content/typography.hpp"

#include <gtest/gtest.h>

#include "protocol/content/utf8.hpp"

namespace protocol::content {
namespace {

TEST(Typography, folds_accents_case_apostrophes_and_spaces) {
    EXPECT_EQ(fold("Échéance"), "echeance");
    EXPECT_EQ(fold("  DATE\xC2\xA0 limite\xE2\x80\xAF"), "date limite");
    EXPECT_EQ(fold("Pas d’information"), "pas d'information");
    EXPECT_EQ(fold("À"), "a");
    EXPECT_EQ(fold("A\xCC\x80"), "a");  // decomposed, as some editors write it
    EXPECT_EQ(fold("Œuvre, Æther, Straße, Łódź, İstanbul"), "oeuvre, aether, strasse, lodz, istanbul");
    EXPECT_EQ(fold("border\xE2\x80\x91police"), "border-police");
    EXPECT_EQ(fold("Київ"), "Київ");
}

TEST(Typography, trims_every_kind_of_space) {
    EXPECT_EQ(trim("\xEF\xBB\xBF \t\xC2\xA0 a b \xE2\x80\x8B\n"), "a b");
    EXPECT_EQ(trim(" \t "), "");
    EXPECT_EQ(trim(""), "");
}

TEST(Typography, counts_words_of_both_languages) {
    EXPECT_EQ(count_words(""), 0U);
    EXPECT_EQ(count_words("Is this one, or two?"), 5U);
    EXPECT_EQ(count_words("Qu’en est-il\xC2\xA0?"), 2U);              // the question mark is not a word
    EXPECT_EQ(count_words("«\xC2\xA0rétention\xC2\xA0» — ici"), 2U);  // nor are guillemets and dashes
    EXPECT_EQ(count_words("Київ 2026\n\nÀ"), 3U);
}

TEST(Utf8, refuses_what_is_not_utf8) {
    EXPECT_TRUE(is_valid_utf8("a é € 😀"));
    for (const char* text : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80",
                             "\xC3", "\x80", "\xE2\x82", "a\xFF"}) {
        EXPECT_FALSE(is_valid_utf8(text));
    }
    EXPECT_EQ(count_characters("é€😀"), 3U);
    EXPECT_EQ(count_characters("é\xFF\xFE"), 3U);
}

}  // namespace
}  // namespace protocol::content
