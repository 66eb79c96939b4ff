#include "clients/core/layout/columns.hpp"

#include <gtest/gtest.h>

namespace clients::layout {
namespace {

using Lines = std::vector<std::string>;

TEST(Wrap, breaks_at_spaces) {
    EXPECT_EQ(wrap("one two three", 7), (Lines{"one two", "three"}));
    EXPECT_EQ(wrap("one two three", 100), (Lines{"one two three"}));
    EXPECT_EQ(wrap("", 10), Lines{""});
    EXPECT_EQ(wrap("a\n\nb", 10), (Lines{"a", "", "b"}));
}

TEST(Wrap, cuts_words_that_are_too_long) {
    EXPECT_EQ(wrap("ab abcdefgh x", 4), (Lines{"ab", "abcd", "efgh", "x"}));
    EXPECT_EQ(wrap("ééééé", 2), (Lines{"éé", "éé", "é"}));
}

TEST(Wrap, counts_columns_and_not_bytes) {
    EXPECT_EQ(display_width("Éa"), 2U);
    EXPECT_EQ(display_width("E\xCC\x81"), 1U);
    EXPECT_EQ(display_width("日本"), 4U);
    EXPECT_EQ(wrap("日本語", 1), (Lines{"日", "本", "語"}));  // never narrower than one character
    EXPECT_EQ(padded("É", 3), "É  ");
    EXPECT_EQ(padded("long", 3), "long");
}

}  // namespace
}  // namespace clients::layout
