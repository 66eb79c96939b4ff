#include "clients/core/net/backoff.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace clients {
namespace {

using namespace std::chrono_literals;
constexpr auto most = std::numeric_limits<std::uint32_t>::max();

TEST(backoff, doubles_to_a_minute_and_begins_anew_after_a_success) {
    Backoff backoff;
    for (const auto expected : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) EXPECT_EQ(backoff.next(0), expected);
    backoff.reset();
    EXPECT_EQ(backoff.next(0), 1s);
}

TEST(backoff, is_shortened_at_random_by_up_to_half) {
    Backoff backoff;
    EXPECT_EQ(backoff.next(most), 501ms);
    EXPECT_EQ(backoff.next(most / 2), 1501ms);
    for (int i = 0; i < 20; ++i) (void)backoff.next(most);
    EXPECT_EQ(backoff.next(most), 30001ms);
}

}  // namespace
}  // namespace clients
