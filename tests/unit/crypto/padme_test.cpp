#include "crypto/padme.hpp"

#include <gtest/gtest.h>

namespace crypto {
namespace {

TEST(padme, matches_the_published_algorithm) {
    const std::pair<std::uint64_t, std::uint64_t> table[] = {
        {0, 0}, {1, 1}, {2, 2}, {9, 10}, {17, 18}, {100, 104}, {1000, 1024}, {1025, 1088}, {65537, 67584}, {129, 144}};
    for (const auto& [length, padded] : table) EXPECT_EQ(padme(length), padded) << length;
}

TEST(padme, never_shrinks_and_adds_at_most_12_percent) {
    for (std::uint64_t length = 1; length < 300'000; ++length) {
        const std::uint64_t padded = padme(length);
        ASSERT_GE(padded, length);
        ASSERT_LE((padded - length) * 100, length * 12) << length;
        ASSERT_EQ(padme(padded), padded);
    }
}

TEST(padme, raises_to_the_floor) {
    EXPECT_EQ(padme(0, 4096), 4096u);
    EXPECT_EQ(padme(4096, 4096), 4096u);
    EXPECT_EQ(padme(4097, 4096), padme(4097));
    EXPECT_GT(padme(4097, 4096), 4097u);
}

TEST(padme, is_exact_for_large_lengths) {
    EXPECT_EQ(padme(std::uint64_t{1} << 63), std::uint64_t{1} << 63);
    EXPECT_EQ(padme((std::uint64_t{1} << 32) + 1), (std::uint64_t{1} << 32) + (std::uint64_t{1} << 26));
}

}  // namespace
}  // namespace crypto
