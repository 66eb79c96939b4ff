#include "protocol/access.hpp"

#include <gtest/gtest.h>

namespace protocol::test {
namespace {

TEST(AccessList, says_the_same_in_its_file_form) {
    const auto list = default_access_list(*Member::parse("fr"));
    EXPECT_EQ(parse_access_list(access_list_json(list)), list);
}

TEST(AccessList, names_rights_of_its_own_persons_only) {
    auto json = access_list_json(default_access_list(*Member::parse("fr")));
    json["rules"][0]["who"] = "fr.01";
    EXPECT_TRUE(parse_access_list(json));
    json["rules"][0]["who"] = "de.01";
    EXPECT_FALSE(parse_access_list(json));
    json["rules"][0]["who"] = "everybody";
    EXPECT_FALSE(parse_access_list(json));
}

TEST(AccessList, without_rules_grants_nothing) {
    const AccessList empty{.side = ListSide::dmr, .member = *Member::parse("fr"), .rules = {}};
    EXPECT_FALSE(empty.may_read(*Handle::parse("fr.01"), Role::focal_point, Circle::network()));
    EXPECT_FALSE(empty.may_write(*Handle::parse("fr.01"), Role::focal_point, "request", Circle::network()));
}

TEST(CirclePattern, matches_a_circle_or_a_whole_type_and_nothing_else) {
    const auto matches = [](const char* pattern, const char* circle) {
        return CirclePattern::parse(pattern)->matches(*Circle::parse(circle));
    };
    EXPECT_TRUE(matches("state:*", "state:fr"));
    EXPECT_FALSE(matches("state:*", "group:return"));
    EXPECT_FALSE(matches("state:*", "network"));
    EXPECT_TRUE(matches("person:*", "person:fr.03"));
    EXPECT_TRUE(matches("network", "network"));
    for (const char* text : {"*", "state:f*", "STATE:*", ""}) EXPECT_FALSE(CirclePattern::parse(text)) << text;
}

}  // namespace
}  // namespace protocol::test
