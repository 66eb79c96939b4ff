#include "clients/core/recovery/error_text.hpp"

#include <gtest/gtest.h>

#include <set>

namespace clients::recovery {
namespace {

using crypto::recovery::errc;

TEST(describe, says_which_word_and_how_many) {
    EXPECT_EQ(describe(Language::en, {errc::unknown_word, 7}), "word 7 is not in the list of words; compare it with the sheet");
    EXPECT_EQ(describe(Language::fr, {errc::unknown_word, 7}),
              "le mot n° 7 ne figure pas dans la liste ; comparez-le avec la feuille");
    EXPECT_EQ(describe(Language::en, {errc::wrong_word_count, 23}),
              "23 words were given; a whole recovery sheet has 24, a part has 56");
    EXPECT_EQ(describe(Language::en, errc::invalid_threshold),
              "a key is split into 2 to 16 parts, of which at least 2 and at most all are needed to open");
}

TEST(describe, has_words_of_its_own_for_every_error_in_both_languages) {
    const auto& category = make_error_code(errc::text_too_long).category();
    std::set<std::string> seen;
    int value = 1;
    for (; category.message(value) != category.message(100'000); ++value) {
        for (const Language language : {Language::en, Language::fr}) {
            const auto text = describe(language, static_cast<errc>(value));
            EXPECT_FALSE(text.empty() || text.find('{') != std::string::npos) << value;
            EXPECT_TRUE(seen.insert(text).second) << text;
        }
    }
    EXPECT_EQ(value - 1, 10);
}

}  // namespace
}  // namespace clients::recovery
