#include "gateway/api/page.hpp"

#include <gtest/gtest.h>

namespace gateway::api {
namespace {

TEST(delivery_query, has_a_place_and_a_time_to_wait) {
    const auto parsed = parse_delivery_query("after=7&wait=50");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->from, 8u);
    EXPECT_EQ(parsed->wait, std::chrono::seconds(50));
    EXPECT_EQ(parse_delivery_query("")->from, 0u);
    EXPECT_EQ(parse_delivery_query("after=0")->from, 1u);
    EXPECT_EQ(parse_delivery_query("wait=1")->from, 0u);
}

TEST(delivery_query, has_one_form) {
    for (const char* query :
         {"after", "after=", "after=-1", "after=01", "after=1x", "after=1&", "after=1&after=2", "&after=1", "wait=51",
          "wait=", "wait=1&after=1", "after=1&wait=1&", "after=1&&wait=1", "after=9007199254740992", "x=1", "after=1&x=1"})
        EXPECT_FALSE(parse_delivery_query(query)) << query;
}

}  // namespace
}  // namespace gateway::api
