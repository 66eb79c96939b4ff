#include "clients/core/session/turn.hpp"

#include <gtest/gtest.h>

#include <set>

#include "clients/core/session/limits.hpp"

namespace clients {
namespace {

using namespace protocol;

std::vector<Handle> persons(int count) {
    std::vector<Handle> out;
    for (int i = 0; i < count; ++i)
        out.push_back(*Handle::parse(std::string{static_cast<char>('a' + i / 26), static_cast<char>('a' + i % 26)} + ".01"));
    return out;
}

TEST(Turn, each_has_a_turn_of_its_own_and_the_first_waits_for_nobody) {
    const auto able = persons(20);
    std::set<std::int64_t> delays;
    for (const Handle& me : able) delays.insert(turn_delay_s(crypto::sha256("a cause"), me, able));
    EXPECT_EQ(delays.size(), able.size());
    EXPECT_EQ(*delays.begin(), 0);
    EXPECT_EQ(*delays.rbegin(), 19 * limits::turn_s);
}

TEST(Turn, who_is_alone_waits_for_nobody) {
    const auto able = persons(1);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(turn_delay_s(crypto::sha256(std::to_string(i)), able.front(), able), 0);
}

TEST(Turn, nobody_waits_longer_than_the_bound_however_many_come_first) {
    const auto able = persons(300);
    for (const Handle& me : able) EXPECT_LE(turn_delay_s(crypto::sha256("a cause"), me, able), limits::turn_s_max);
}

TEST(Turn, another_cause_has_another_order) {
    const auto able = persons(10);
    std::set<Handle> first;
    for (int cause = 0; cause < 50; ++cause)
        for (const Handle& me : able)
            if (turn_delay_s(crypto::sha256(std::to_string(cause)), me, able) == 0) first.insert(me);
    EXPECT_GT(first.size(), 5U);
}

}  // namespace
}  // namespace clients
