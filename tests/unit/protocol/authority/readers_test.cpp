// National readers, experts and agents: who hold no state's circle.
#include "tests/unit/protocol/authority/authority_fixture.hpp"

namespace protocol::test {
namespace {

class Readers : public Authority {
protected:
    using Action = CircleClaim::Action;
    Entry group(const Device& by, Action action, std::optional<std::string> whom = {}, std::optional<std::int64_t> until = {}) {
        CircleClaim claim{.circle = circle("group:return"), .action = action};
        if (whom) claim.person = handle(*whom);
        claim.until = until;
        return net.governing(by, claim);
    }
    // A group of fr and its officer, with a key.
    void make_group() {
        take(group(dmr, Action::create));
        take(group(fr, Action::join));
        take(net.rotation(fr, "group:return"));
    }
    bool within(std::string_view who, std::string_view where) const {
        return net.state().belongs(known(who), circle(where), net.now());
    }
};

TEST_F(Readers, come_by_the_state_and_the_dmr_together) {
    for (const Role role : {Role::national_reader, Role::agent, Role::expert}) {
        const std::string text = "fr.1" + std::to_string(static_cast<int>(role));
        EXPECT_EQ(net.judge_now(net.designation(de, net.person(text), role)), errc::not_authorised);
        const Entry proposal = net.designation(fr, net.person(text), role);
        take(proposal);
        EXPECT_EQ(net.state().find_person(handle(text)), nullptr);
        EXPECT_EQ(net.state().find_circle(circle("person:" + text)), nullptr);
        take(consent(dmr, proposal));
        EXPECT_TRUE(is_active(text));
        EXPECT_NE(net.state().find_circle(circle("person:" + text)), nullptr);
    }
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("dmr.05"), Role::agent)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("dmr.05"), Role::national_reader)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.designation(fr, make_person("dmr.05"), Role::expert)), errc::not_authorised);
    take(net.designation(dmr, net.person("dmr.05"), Role::expert));
    EXPECT_TRUE(is_active("dmr.05"));
}

TEST_F(Readers, belong_to_their_own_circle_and_to_nothing_else) {
    join("fr.03", Role::national_reader);
    make_group();
    for (const auto* name : {"network", "dmr", "state:fr", "group:return"}) EXPECT_FALSE(within("fr.03", name)) << name;
    EXPECT_TRUE(within("fr.03", "person:fr.03"));
    EXPECT_FALSE(within("fr.01", "person:fr.03"));
    EXPECT_TRUE(net.state().may_read(known("fr.03"), circle("person:fr.03")));
    EXPECT_FALSE(net.state().may_read(known("fr.03"), circle("network")));
    EXPECT_FALSE(net.state().stale(circle("state:fr"), net.now()));
    EXPECT_EQ(net.state().rotation_audience(circle("state:fr"), net.now()), (std::vector<Audience>{fr.device()}));
}

TEST_F(Readers, do_not_fill_a_seat) {
    join("fr.03", Role::agent);
    take(revocation(dmr, "fr.01"));
    take(net.rotation(dmr, "network"));
    net.admit("fr.04");  // designated by the DMR alone, founding anew
    EXPECT_EQ(net.current("state:fr").epoch, 2U);
}

TEST_F(Readers, author_nothing_but_what_is_about_themselves) {
    const Device& reader = join("fr.03", Role::expert);
    take(net.rotation(reader, "person:fr.03"));
    EXPECT_EQ(net.judge_now(net.written(reader, "information", {"person:fr.03"})), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.written(reader, "request", {"network"})), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.designation(reader, make_person("fr.04"), Role::expert)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.rotation(reader, "network")), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.rotation(fr, "person:fr.03", 2)), errc::not_authorised);
    // A second device gets its secrets from the first.
    const Device other = make_person("fr.03");
    take(device(reader, other));
    take(net.grant(reader, "person:fr.03", {1}, other.device()));
    EXPECT_TRUE(knows(other, net.current("person:fr.03")));
    take(revocation(reader, "fr.03", other.device()));
    EXPECT_EQ(due("person:fr.03").why, Due::Why::stale);
    take(net.rotation(reader, "person:fr.03"));
}

TEST_F(Readers, read_what_is_forwarded_to_them) {
    const Device& reader = join("fr.03", Role::national_reader);
    EXPECT_EQ(net.judge_now(net.written(fr, "information", {"person:fr.03", "state:fr"})), errc::unknown_circle);
    take(net.rotation(reader, "person:fr.03"));
    EXPECT_FALSE(net.judge_now(net.written(fr, "information", {"person:fr.03", "state:fr"})));
    EXPECT_FALSE(net.judge_now(net.written(dmr, "information", {"person:fr.03", "dmr"})));
    EXPECT_EQ(net.judge_now(net.written(fr, "information", {"person:fr.03"})), errc::own_circle_missing);
    EXPECT_EQ(net.judge_now(net.written(fr, "request", {"person:fr.03", "state:fr"})), errc::audience_not_allowed);
}

TEST_F(Readers, read_a_group_that_admitted_them_by_name_until_their_date) {
    make_group();
    const Device& reader = join("fr.03", Role::agent);
    take(net.rotation(reader, "person:fr.03"));
    take(group(dmr, Action::admit, "fr.03", net.now() + day));
    EXPECT_TRUE(within("fr.03", "group:return"));
    EXPECT_TRUE(net.state().may_read(known("fr.03"), circle("group:return")));
    EXPECT_EQ(net.state().member_circles(circle("group:return"), net.now()).back(), circle("person:fr.03"));
    EXPECT_EQ(net.judge_now(net.rotation(reader, "group:return")), errc::not_authorised);
    take(net.grant(fr, "group:return", {1}, net.current("person:fr.03")));
    EXPECT_TRUE(knows(reader, net.current("group:return")));
    EXPECT_EQ(net.judge_now(net.written(reader, "information", {"group:return"})), errc::not_authorised);
    net.pass(day - 1);
    EXPECT_FALSE(net.state().stale(circle("group:return"), net.now()));
    // Another date takes the place of the first.
    take(group(dmr, Action::admit, "fr.03", net.now() + 2 * day));
    net.pass(2 * day - 1);
    EXPECT_TRUE(within("fr.03", "group:return"));
    net.pass(1);
    EXPECT_FALSE(within("fr.03", "group:return"));
    EXPECT_TRUE(net.state().stale(circle("group:return"), net.now()));
}

TEST_F(Readers, leave_a_group_when_they_are_dismissed) {
    make_group();
    const Device& reader = join("fr.03", Role::expert);
    take(net.rotation(reader, "person:fr.03"));
    EXPECT_EQ(net.judge_now(group(dmr, Action::dismiss, "fr.03")), errc::not_current);
    take(group(dmr, Action::admit, "fr.03"));
    take(net.grant(fr, "group:return", {1}, net.current("person:fr.03")));
    EXPECT_EQ(net.judge_now(group(fr, Action::dismiss, "fr.03")), errc::not_authorised);
    take(group(dmr, Action::dismiss, "fr.03"));
    EXPECT_TRUE(net.state().stale(circle("group:return"), net.now()));
}

TEST_F(Readers, are_admitted_by_an_officer_to_groups_while_they_are_designated) {
    EXPECT_EQ(net.judge_now(group(dmr, Action::admit, "fr.01")), errc::unknown_circle);
    make_group();
    EXPECT_EQ(net.judge_now(group(dmr, Action::admit, "fr.01")), errc::role_unsupported);
    EXPECT_EQ(net.judge_now(group(dmr, Action::admit, "fr.03")), errc::not_current);
    join("fr.03", Role::agent);
    EXPECT_EQ(net.judge_now(group(fr, Action::admit, "fr.03")), errc::not_authorised);
    EXPECT_EQ(net.judge_now(group(dmr, Action::admit, "fr.03", net.now())), errc::malformed_claim);
    EXPECT_FALSE(net.judge_now(group(dmr, Action::admit, "fr.03")));
    take(revocation(fr, "fr.03"));
    EXPECT_EQ(net.judge_now(group(dmr, Action::admit, "fr.03")), errc::not_current);
}

}  // namespace
}  // namespace protocol::test
