#include "clients/core/access/rights.hpp"

#include <gtest/gtest.h>

namespace clients::access {
namespace {

using namespace protocol;

CirclePattern pattern(std::string_view text) { return *CirclePattern::parse(text); }
Patterns patterns(std::initializer_list<std::string_view> texts) {
    Patterns out;
    for (const auto text : texts) out.insert(pattern(text));
    return out;
}
std::vector<CirclePattern> to(std::initializer_list<std::string_view> texts) {
    std::vector<CirclePattern> out;
    for (const auto text : texts) out.push_back(pattern(text));
    return out;
}
AccessList list(ListSide side, std::vector<AccessRule> rules) {
    return {.side = side, .member = *Member::parse("fr"), .rules = std::move(rules)};
}
AccessRule rule(std::string who, std::vector<CirclePattern> requests_to, std::vector<CirclePattern> read = {}) {
    AccessRule out{.who = std::move(who), .write = {}, .read = std::move(read)};
    if (!requests_to.empty()) out.write.push_back({"request", std::move(requests_to)});
    return out;
}

const Subject first{.person = Handle::parse("fr.01"), .role = Role::focal_point};
const Subject second{.person = Handle::parse("fr.02"), .role = Role::focal_point};

TEST(Rights, exist_only_where_both_lists_grant_them) {
    const Lists lists{.dmr = list(ListSide::dmr, {rule("focal-point", to({"network", "state:*"}), to({"network", "group:*"}))}),
                      .own = list(ListSide::own, {rule("focal-point", to({"dmr", "state:de", "state:se"}),
                                                       to({"network", "state:fr", "group:return"}))})};
    const Rights rights = effective_rights(lists, first);
    EXPECT_EQ(rights.write.at("request"), patterns({"state:de", "state:se"}));
    EXPECT_EQ(rights.read, patterns({"network", "group:return"}));
}

TEST(Rights, an_absent_own_list_limits_nothing_and_an_absent_dmr_list_grants_nothing) {
    const auto wide = list(ListSide::dmr, {rule("focal-point", to({"network"}))});
    EXPECT_EQ(effective_rights({.dmr = wide, .own = {}}, first).write.at("request"), patterns({"network"}));
    EXPECT_EQ(effective_rights({.dmr = {}, .own = wide}, first), Rights{});
    // An own list that does not name the kind takes it away.
    EXPECT_EQ(effective_rights({.dmr = wide, .own = list(ListSide::own, {})}, first), Rights{});
}

TEST(Rights, add_up_over_the_rules_for_a_role_and_for_a_person) {
    const Lists lists{.dmr = list(ListSide::dmr, {rule("focal-point", to({"state:de"})), rule("fr.01", to({"state:*"})),
                                                  rule("officer", to({"dmr"}))}),
                      .own = {}};
    EXPECT_EQ(effective_rights(lists, first).write.at("request"), patterns({"state:*"}));
    EXPECT_EQ(effective_rights(lists, second).write.at("request"), patterns({"state:de"}));
    EXPECT_EQ(effective_rights(lists, {.person = {}, .role = Role::focal_point}).write.at("request"), patterns({"state:de"}));
}

TEST(Rights, agree_with_what_the_protocol_decides) {
    const std::vector<std::string_view> texts{"network", "dmr", "state:*", "state:de", "group:*", "group:return", "meeting:*"};
    const std::vector<std::string_view> circles{"network",      "dmr",        "state:de", "state:fr",
                                                "group:return", "group:visa", "meeting:1"};
    for (const auto a : texts)
        for (const auto b : texts) {
            const Lists lists{.dmr = list(ListSide::dmr, {rule("focal-point", to({a}), to({a}))}),
                              .own = list(ListSide::own, {rule("fr.01", to({b}), to({b}))})};
            const Rights rights = effective_rights(lists, first);
            for (const auto name : circles) {
                const Circle circle = *Circle::parse(name);
                const auto holds = [&](const Patterns& of) {
                    return std::ranges::any_of(of, [&](const auto& one) { return one.matches(circle); });
                };
                const bool both = lists.dmr->may_read(*first.person, first.role, circle) &&
                                  lists.own->may_read(*first.person, first.role, circle);
                EXPECT_EQ(holds(rights.read), both) << a << " and " << b << " on " << name;
                EXPECT_EQ(rights.write.contains("request") && holds(rights.write.at("request")), both)
                    << a << " and " << b << " on " << name;
            }
        }
}

TEST(Difference, says_what_a_wildcard_keeps) {
    EXPECT_EQ(difference(patterns({"network", "state:*"}), patterns({"network", "state:de"})),
              (std::vector<Part>{{pattern("state:*"), to({"state:de"})}}));
    EXPECT_TRUE(difference(patterns({"state:de"}), patterns({"state:*"})).empty());
}

TEST(Changes, name_what_each_person_gains_and_loses) {
    const Lists before{.dmr = list(ListSide::dmr, {rule("focal-point", to({"network", "state:*"}), to({"network"}))}), .own = {}};
    Lists after = before;
    after.own = list(ListSide::own, {rule("fr.01", to({"state:de"}), to({"network", "dmr"}))});
    const auto found = changes(before, after, {first, second});
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].who.text(), "fr.01");
    EXPECT_FALSE(found[0].given);
    EXPECT_EQ(found[0].kind, "request");
    EXPECT_EQ(found[0].circles, (std::vector<Part>{{pattern("network"), {}}, {pattern("state:*"), to({"state:de"})}}));
    EXPECT_EQ(found[1].who.text(), "fr.02");
    EXPECT_EQ(found[2].kind, "");
    const auto back = changes(after, before, {second});
    ASSERT_EQ(back.size(), 2U);
    EXPECT_TRUE(back[0].given && back[1].given);
}

TEST(Changes, of_a_list_that_the_other_outweighs_are_none) {
    const Lists before{.dmr = {}, .own = {}};
    EXPECT_TRUE(
        changes(before, {.dmr = {}, .own = list(ListSide::own, {rule("focal-point", to({"network"}))})}, {first}).empty());
}

}  // namespace
}  // namespace clients::access
