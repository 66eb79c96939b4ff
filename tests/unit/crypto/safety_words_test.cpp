#include "crypto/safety_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace crypto {
namespace {

TEST(safety_words, are_the_same_for_the_same_fields) {
    const SafetyWords words = safety_words(as_bytes("fields"));
    EXPECT_EQ(words, safety_words(as_bytes("fields")));
    EXPECT_NE(words, safety_words(as_bytes("fieldt")));
    EXPECT_EQ(parse_safety_words(safety_words_text(words)), words);
}

// Both ends must agree over years and versions. Made with the reference implementation (libargon2's argon2id_hash_raw, 3
// passes, 65536 KiB, 1 lane, 16 bytes) and the word list, the bits taken apart in another language.
TEST(safety_words, do_not_change) {
    EXPECT_EQ(safety_words_text(safety_words(as_bytes("fields"))), "inside pear quit snap math second dwarf nest");
}

TEST(random_passphrase, is_ten_words_of_the_list_and_another_each_time) {
    const SecretBytes made = random_passphrase();
    std::string text(as_text(made));
    EXPECT_EQ(std::ranges::count(text, '-'), 9);
    std::size_t end = 0;
    for (int hyphens = 0; hyphens < 8; ++end) hyphens += text[end] == '-' ? 1 : 0;
    EXPECT_TRUE(parse_safety_words(text.substr(0, end - 1))) << "the first eight are words of the list";
    EXPECT_NE(as_text(random_passphrase()), text);
}

TEST(safety_words, are_read_as_a_person_types_them) {
    const auto words = parse_safety_words("abandon ability able about above absent absorb abstract");
    ASSERT_TRUE(words);
    for (const auto typed : {"Abandon ABILITY able about above absent absorb abstract",
                             "  abandon,ability, able-about\tabove\nabsent absorb - abstract ",
                             "abandon-ability-able-about-above-absent-absorb-abstract"}) {
        EXPECT_EQ(parse_safety_words(typed), words) << typed;
    }
    EXPECT_EQ(safety_words_text(*words), "abandon ability able about above absent absorb abstract");
}

TEST(safety_words, refuses_unknown_missing_and_further_words) {
    for (const auto typed :
         {"", "abandon", "abandon ability able about above absent absorb",
          "abandon ability able about above absent absorb abstrac",
          "abandon ability able about above absent absorb abstract absurd",
          "abandon ability able about above absent absorb abstract.", "zoo zone zero zebra youth young your yello"}) {
        EXPECT_FALSE(parse_safety_words(typed)) << typed;
    }
    EXPECT_TRUE(parse_safety_words("zoo zone zero zebra youth young you yellow"));
}

}  // namespace
}  // namespace crypto
