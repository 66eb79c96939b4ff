#include "tests/unit/protocol/authority/authority_fixture.hpp"

namespace protocol::test {
namespace {

using Why = Due::Why;

class Epochs : public Authority {
protected:
    Entry complaint(const Device& by, const EntryId& about) { return net.governing(by, ComplaintClaim{.entry = about}); }
    Entry retention(const Device& by, std::string_view of, unsigned years, std::optional<EntryId> replaces = {}) {
        return net.governing(by, RetentionClaim{.circle = circle(of), .years = years, .replaces = replaces});
    }
    EntryId rotation_of(const std::string& name) {
        return net.state().find_circle(circle(name))->epochs.rbegin()->second.rotation;
    }
    // fr.02, and the grant that brought it the state's secret.
    Entry second_with_grant() {
        Entry grant = net.grant(fr, "state:fr", {1}, join("fr.02").device());
        take(grant);
        return grant;
    }
    std::vector<MissingGrant> missing() const { return net.state().missing_grants(net.now()); }
};

// ---- the past of a vacant seat ----

TEST_F(Epochs, whom_the_dmr_seats_after_revoking_a_state_never_knows_its_past) {
    second_with_grant();
    const CircleEpoch past = net.current("state:fr"), past_network = net.current("network");
    take(revocation(dmr, "fr.01"));
    take(revocation(dmr, "fr.02"));
    take(net.rotation(dmr, "network"));
    net.admit("fr.03");
    const Device& newcomer = net.person("fr.03");
    EXPECT_EQ(net.current("state:fr").epoch, 2U);
    EXPECT_TRUE(knows(newcomer, net.current("state:fr")));
    EXPECT_TRUE(knows(newcomer, net.current("network")));
    // The new epoch's rotation says that it carries history; a device that had none carries none.
    EXPECT_FALSE(knows(newcomer, past));
    EXPECT_FALSE(knows(newcomer, past_network));
    EXPECT_EQ(net.state().knowers(past), (std::set<KeyId>{fr.device(), net.person("fr.02").device()}));
    const Device other = make_person("fr.03");
    take(device(newcomer, other));
    EXPECT_EQ(net.judge_now(net.grant(newcomer, "state:fr", {1}, other.device())), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.grant(newcomer, "state:fr", {1, 2}, other.device())), errc::not_authorised);
    EXPECT_FALSE(net.judge_now(net.grant(newcomer, "state:fr", {2}, other.device())));
}

TEST_F(Epochs, a_later_rotation_hands_on_what_its_device_could_know) {
    second_with_grant();
    const CircleEpoch first = net.current("state:fr");
    const Device& third = join("fr.03");
    take(revocation(fr, "fr.02"));
    take(net.rotation(fr, "state:fr"));
    EXPECT_TRUE(knows(third, first));
    EXPECT_EQ(net.state().find_circle(circle("state:fr"))->epochs.at(2).carried, (std::set<std::uint64_t>{1}));
}

// fr.02 holds no secret of state:fr yet, to which the new epoch is sealed, and yet has just made it.
TEST_F(Epochs, the_device_that_makes_an_epoch_could_know_it_whomever_it_was_sealed_to) {
    const Device& second = join("fr.02");
    take(net.governing(dmr, CircleClaim{.circle = circle("group:return"), .action = CircleClaim::Action::create}));
    for (const Device* who : {&fr, &de})
        take(net.governing(*who, CircleClaim{.circle = circle("group:return"), .action = CircleClaim::Action::join}));
    take(net.rotation(fr, "group:return"));
    take(net.governing(de, CircleClaim{.circle = circle("group:return"), .action = CircleClaim::Action::leave}));
    take(net.rotation(second, "group:return"));
    EXPECT_TRUE(knows(second, net.current("group:return")));
    take(revocation(fr, "fr.02"));
    EXPECT_EQ(due("group:return").why, Why::stale);
}

// ---- grants ----

TEST_F(Epochs, a_grant_that_adds_nothing_is_refused) {
    EXPECT_EQ(net.judge_now(net.grant(fr, "network", {1}, net.current("state:de"))), errc::already_exists);
    const Entry grant = second_with_grant();
    EXPECT_EQ(net.judge_now(net.grant(fr, "state:fr", {1}, net.person("fr.02").device())), errc::already_exists);
}

TEST_F(Epochs, missing_grants_are_named_until_they_are_made) {
    EXPECT_TRUE(missing().empty());
    const Device& second = join("fr.02");
    ASSERT_EQ(missing().size(), 1U);
    EXPECT_EQ(missing()[0].circle, circle("state:fr"));
    EXPECT_EQ(missing()[0].to, Audience(second.device()));
    EXPECT_EQ(missing()[0].epochs, std::vector<std::uint64_t>{1});
    take(net.grant(fr, "state:fr", {1}, second.device()));
    EXPECT_TRUE(missing().empty());
}

TEST_F(Epochs, missing_grants_are_of_all_epochs_unless_the_circle_keeps_no_history) {
    for (const bool history : {true, false}) {
        const std::string name = history ? "group:open" : "group:brief";
        take(net.governing(dmr, CircleClaim{.circle = circle(name), .action = CircleClaim::Action::create, .history = history}));
        for (const Device* who : {&fr, &de})
            take(net.governing(*who, CircleClaim{.circle = circle(name), .action = CircleClaim::Action::join}));
        const auto rotate = [&](std::uint64_t epoch) {
            const RotationClaim claim{.circle = circle(name), .epoch = epoch,
                                      .key = crypto::age::HybridIdentity::generate().recipient(), .history = history};
            take(net.governing(fr, claim, net.state().rotation_audience(circle(name), net.now())));
        };
        rotate(1);
        take(net.governing(de, CircleClaim{.circle = circle(name), .action = CircleClaim::Action::leave}));
        EXPECT_TRUE(missing().empty());  // a stale circle waits for its rotation
        rotate(2);
        take(net.governing(dmr, CircleClaim{.circle = circle(name), .action = CircleClaim::Action::join}));
        ASSERT_EQ(missing().size(), 1U);
        EXPECT_EQ(missing()[0].to, Audience(net.current("dmr")));
        EXPECT_EQ(missing()[0].epochs, (history ? std::vector<std::uint64_t>{1, 2} : std::vector<std::uint64_t>{2}));
        take(net.grant(fr, name, missing()[0].epochs, net.current("dmr")));
        EXPECT_TRUE(missing().empty());
    }
}

// ---- complaints ----

TEST_F(Epochs, a_complaint_has_another_member_rotate_while_sealing_goes_on) {
    const Entry grant = second_with_grant();
    const Device& second = net.person("fr.02");
    EXPECT_EQ(net.judge_now(net.rotation(second, "state:fr")), errc::rotation_not_due);
    take(complaint(second, grant.id));
    EXPECT_EQ(due("state:fr").why, Why::complaint);
    EXPECT_EQ(due("state:fr").accused, std::set<Handle>{handle("fr.01")});
    EXPECT_FALSE(net.judge_now(net.written(de, "request", {"state:fr", "state:de"})));
    EXPECT_EQ(net.judge_now(net.rotation(fr, "state:fr")), errc::not_authorised);
    take(net.rotation(second, "state:fr"));
    EXPECT_FALSE(due("state:fr"));
}

TEST_F(Epochs, a_complaint_is_about_a_current_epoch_by_one_whom_it_reached) {
    const Entry grant = second_with_grant();
    EXPECT_EQ(net.judge_now(complaint(fr, grant.id)), errc::not_authorised);  // it went to fr.02's device
    EXPECT_EQ(net.judge_now(complaint(de, rotation_of("state:fr"))), errc::not_authorised);
    EXPECT_EQ(net.judge_now(complaint(fr, crypto::sha256("nothing"))), errc::not_current);
    EXPECT_EQ(net.judge_now(complaint(fr, grant.header_hash)), errc::not_current);  // an id, not a header's hash
    EXPECT_EQ(net.judge_now(complaint(de, rotation_of("network"))), errc::not_authorised);  // joined by a grant
    const EntryId old = rotation_of("state:fr");
    EXPECT_FALSE(net.judge_now(complaint(fr, old)));
    take(revocation(fr, "fr.02"));
    take(net.rotation(fr, "state:fr"));
    EXPECT_EQ(net.judge_now(complaint(fr, old)), errc::not_current);
    take(net.rotation(dmr, "network"));
    take(complaint(fr, rotation_of("network")));  // through the state's circle
    EXPECT_EQ(due("network").accused, std::set<Handle>{handle("dmr.01")});
}

TEST_F(Epochs, two_who_accuse_each_other_rotate_once_a_day) {
    const Entry grant = second_with_grant();
    const Device& second = net.person("fr.02");
    take(complaint(second, grant.id));
    take(net.rotation(second, "state:fr"));
    EXPECT_EQ(net.judge_now(complaint(fr, rotation_of("state:fr"))), errc::complaint_repeated);
    net.pass(day - 1);
    EXPECT_EQ(net.judge_now(complaint(fr, rotation_of("state:fr"))), errc::complaint_repeated);
    net.pass(1);
    EXPECT_FALSE(net.judge_now(complaint(fr, rotation_of("state:fr"))));
}

TEST_F(Epochs, several_accused_all_wait_for_somebody_else_and_a_member_alone_may_rotate) {
    take(revocation(fr, "fr.01"));
    take(net.rotation(dmr, "network"));
    take(complaint(de, rotation_of("network")));
    EXPECT_EQ(due("network").accused, std::set<Handle>{handle("dmr.01")});
    EXPECT_EQ(net.judge_now(net.rotation(dmr, "network")), errc::not_authorised);
    // Alone in state:de, de.01 complains of itself, from another device as it were: nobody else could put it right.
    take(complaint(de, rotation_of("state:de")));
    EXPECT_EQ(due("state:de").why, Why::complaint);
    EXPECT_TRUE(due("state:de").accused.empty());
    EXPECT_FALSE(net.judge_now(net.rotation(de, "state:de")));
}

// ---- retention ----

TEST_F(Epochs, with_a_retention_an_epoch_ends_after_a_year) {
    EXPECT_FALSE(due("network"));
    take(retention(dmr, "network", 2));
    net.pass(366 * day);
    EXPECT_FALSE(due("network"));
    net.pass(1);
    EXPECT_EQ(due("network").why, Why::aged);
    EXPECT_FALSE(due("dmr"));  // has none
    EXPECT_EQ(net.judge_now(net.rotation(dmr, "dmr")), errc::rotation_not_due);
    EXPECT_FALSE(net.judge_now(net.written(fr, "request", {"network"})));
    take(net.rotation(fr, "network"));
    EXPECT_FALSE(due("network"));
}

TEST_F(Epochs, a_retention_is_the_circles_own_to_decide_over_the_one_in_force) {
    EXPECT_EQ(net.judge_now(retention(fr, "network", 1)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(retention(dmr, "state:fr", 1)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(retention(de, "state:fr", 1)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(retention(dmr, "group:none", 1)), errc::unknown_circle);
    EXPECT_EQ(net.judge_now(retention(fr, "person:fr.01", 1)), errc::unknown_circle);
    const Device& reader = join("fr.03", Role::agent);
    EXPECT_FALSE(net.judge_now(retention(reader, "person:fr.03", 1)));
    EXPECT_EQ(net.judge_now(retention(fr, "person:fr.03", 1)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(retention(reader, "network", 1)), errc::not_authorised);
    const Entry first = retention(fr, "state:fr", 1);
    take(first);
    EXPECT_EQ(net.judge_now(retention(fr, "state:fr", 2)), errc::not_current);
    EXPECT_FALSE(net.judge_now(retention(fr, "state:fr", 2, first.id)));
    for (const unsigned years : {0U, 101U})
        EXPECT_EQ(net.judge_now(retention(fr, "state:fr", years, first.id)), errc::malformed_claim);
}

}  // namespace
}  // namespace protocol::test
