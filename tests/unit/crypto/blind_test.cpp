#include "crypto/blind.hpp"

#include <gtest/gtest.h>

#include <set>

#include "crypto/random.hpp"

namespace crypto {
namespace {

TEST(blind_token, is_the_same_for_the_same_input) {
    const auto key = random_secret<BlindKey>();
    EXPECT_EQ(blind_token(key, "author", as_bytes("fr.01"), 7), blind_token(key, "author", as_bytes("fr.01"), 7));
}

TEST(blind_token, hides_equal_values_behind_the_running_number) {
    const auto key = random_secret<BlindKey>();
    std::set<BlindToken> tokens;
    for (std::uint64_t running = 0; running < 1000; ++running)
        tokens.insert(blind_token(key, "author", as_bytes("fr.01"), running));
    EXPECT_EQ(tokens.size(), 1000u);
}

TEST(blind_token, depends_on_key_field_and_value) {
    const auto key = random_secret<BlindKey>();
    const BlindToken token = blind_token(key, "author", as_bytes("fr.01"), 0);
    EXPECT_NE(token, blind_token(random_secret<BlindKey>(), "author", as_bytes("fr.01"), 0));
    EXPECT_NE(token, blind_token(key, "circle", as_bytes("fr.01"), 0));
    EXPECT_NE(token, blind_token(key, "author", as_bytes("fr.02"), 0));
}

TEST(blind_token, does_not_collide_by_concatenation) {
    const auto key = random_secret<BlindKey>();
    EXPECT_NE(blind_token(key, "ab", as_bytes("c"), 0), blind_token(key, "a", as_bytes("bc"), 0));
    EXPECT_NE(blind_token(key, "a", {}, 0), blind_token(key, "", as_bytes("a"), 0));
}

}  // namespace
}  // namespace crypto
