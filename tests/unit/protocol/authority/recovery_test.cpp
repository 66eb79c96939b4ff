#include "tests/unit/protocol/authority/authority_fixture.hpp"

namespace protocol::test {
namespace {

class RecoverySheet : public Authority {
protected:
    static RecoveryKeys keys_of(const Device& paper) { return {.sign = paper.key.verify_key(), .age = paper.age.recipient()}; }
    Entry make(const Device& by, const Device& paper, std::vector<Handle> holders, std::optional<EntryId> replaces = {},
               std::string_view of = "fr") {
        return net.governing(by, RecoveryClaim{.member = member(of),
                                               .action = RecoveryMake{
                                                   .keys = keys_of(paper), .holders = std::move(holders), .replaces = replaces}});
    }
    // By a known device, or by a new one that signs for itself.
    Entry use(const Device& by, const Device& paper, const EntryId& made, bool with_keys, std::string_view of = "fr") {
        RecoveryUse action{.recovery = made, .keys = {}, .proof = {}};
        if (with_keys) action.keys = by.keys();
        const auto line = recovery_line(net.state().network(), made, by.handle, by.device());
        action.proof = paper.key.sign(crypto::Context::recovery, crypto::as_bytes(line));
        return net.governing(by, RecoveryClaim{.member = member(of), .action = action});
    }
    Entry end(const Device& by, const EntryId& made) {
        return net.governing(by, RecoveryClaim{.member = member("fr"), .action = RecoveryEnd{.replaces = made}});
    }
    // A sheet held by fr.01 that was granted the state's secret.
    EntryId made_and_granted() {
        const Entry entry = make(fr, sheet, {fr.handle});
        take(entry);
        take(net.grant(fr, "state:fr", {1}, sheet.device()));
        return entry.id;
    }
    bool in_force() const { return net.state().recovery_in_force(member("fr"), net.now()) != nullptr; }

    Device sheet = make_person("fr.01");   // its signing and age keys
    Device fresh = make_person("fr.01");   // a new device of fr.01
};

TEST_F(RecoverySheet, is_a_member_of_its_states_circle_while_it_is_in_force) {
    take(make(fr, sheet, {fr.handle}));
    EXPECT_TRUE(in_force());
    EXPECT_FALSE(net.state().stale(circle("state:fr"), net.now()));
    EXPECT_EQ(net.state().rotation_audience(circle("state:fr"), net.now()), (std::vector<Audience>{fr.device(), sheet.device()}));
    EXPECT_EQ(net.state().missing_grants(net.now()).at(0).to, Audience(sheet.device()));
    EXPECT_EQ(*net.state().recipient_of(sheet.device()), sheet.age.recipient());
    take(net.grant(fr, "state:fr", {1}, sheet.device()));
    EXPECT_TRUE(knows(sheet, net.current("state:fr")));
    EXPECT_TRUE(knows(sheet, net.current("network")));
    EXPECT_FALSE(net.state().stale(circle("network"), net.now()));
}

TEST_F(RecoverySheet, is_made_by_a_focal_point_for_holders_of_the_member) {
    EXPECT_EQ(net.judge_now(make(dmr, sheet, {dmr.handle})), errc::not_authorised);
    EXPECT_EQ(net.judge_now(make(de, sheet, {de.handle})), errc::not_authorised);
    EXPECT_EQ(net.judge_now(make(fr, sheet, {handle("fr.02")})), errc::not_authorised);  // not its author
    EXPECT_EQ(net.judge_now(make(fr, sheet, {fr.handle, handle("fr.02")})), errc::not_current);
    EXPECT_EQ(net.judge_now(make(fr, sheet, {de.handle, fr.handle})), errc::not_current);
    EXPECT_EQ(net.judge_now(make(fr, de, {fr.handle})), errc::already_exists);
    join("fr.02");
    EXPECT_FALSE(net.judge_now(make(fr, sheet, {fr.handle, handle("fr.02")})));
}

TEST_F(RecoverySheet, replaces_the_one_in_force_and_that_one_only) {
    const Entry first = make(fr, sheet, {fr.handle});
    EXPECT_EQ(net.judge_now(make(fr, sheet, {fr.handle}, crypto::sha256("none"))), errc::not_current);
    take(first);
    const Device next = make_person("fr.01");
    EXPECT_EQ(net.judge_now(make(fr, next, {fr.handle})), errc::not_current);
    EXPECT_EQ(net.judge_now(make(fr, sheet, {fr.handle}, first.id)), errc::already_exists);
    take(net.grant(fr, "state:fr", {1}, sheet.device()));
    take(make(fr, next, {fr.handle}, first.id));
    // Who kept the old sheet could read on.
    EXPECT_TRUE(net.state().stale(circle("state:fr"), net.now()));
    EXPECT_EQ(net.state().rotation_audience(circle("state:fr"), net.now()), (std::vector<Audience>{fr.device(), next.device()}));
    EXPECT_EQ(net.judge_now(net.grant(fr, "state:fr", {1}, sheet.device())), errc::unknown_circle);
}

TEST_F(RecoverySheet, is_ended_by_the_member) {
    const EntryId made = made_and_granted();
    EXPECT_EQ(net.judge_now(end(de, made)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(end(fr, crypto::sha256("none"))), errc::not_current);
    take(end(fr, made));
    EXPECT_FALSE(in_force());
    EXPECT_TRUE(net.state().stale(circle("state:fr"), net.now()));
    EXPECT_EQ(net.judge_now(end(fr, made)), errc::not_current);
}

TEST_F(RecoverySheet, ends_with_the_revocation_or_the_term_of_a_holder) {
    join("fr.02");
    take(net.grant(fr, "state:fr", {1}, net.person("fr.02").device()));
    const Entry first = make(fr, sheet, {fr.handle, handle("fr.02")});
    take(first);
    take(revocation(fr, "fr.02"));
    EXPECT_FALSE(in_force());
    EXPECT_TRUE(net.state().stale(circle("state:fr"), net.now()));
    take(net.rotation(fr, "state:fr"));
    take(net.rotation(fr, "network"));
    // A new one replaces nothing: none is in force.
    const Entry proposal = net.designation(dmr, net.person("fr.03"), Role::focal_point, net.now() + day);
    take(proposal);
    take(consent(fr, proposal));
    take(make(fr, make_person("fr.01"), {fr.handle, handle("fr.03")}));
    net.pass(day - 1);
    EXPECT_TRUE(in_force());
    net.pass(1);
    EXPECT_FALSE(in_force());
}

TEST_F(RecoverySheet, brings_a_new_device_to_a_holder_who_lost_all) {
    const Device lost = make_person("fr.01");
    take(device(fr, lost));
    const EntryId made = made_and_granted();
    take(use(fresh, sheet, made, /*with_keys=*/true));
    EXPECT_EQ(known("fr.01").devices.size(), 1U);
    EXPECT_TRUE(known("fr.01").devices.contains(fresh.device()));
    EXPECT_EQ(net.judge_now(net.written(lost, "request", {"network"})), errc::key_mismatch);
    EXPECT_FALSE(in_force());
    // It could know what the sheet could, so it founds the next epoch with the whole past, and hands it on.
    EXPECT_TRUE(knows(fresh, {circle("state:fr"), 1}));
    EXPECT_TRUE(net.state().stale(circle("state:fr"), net.now()));
    take(net.rotation(fresh, "state:fr"));
    EXPECT_EQ(net.state().find_circle(circle("state:fr"))->epochs.at(2).carried, (std::set<std::uint64_t>{1}));
    take(net.rotation(fresh, "network"));
    EXPECT_FALSE(net.judge_now(net.written(fresh, "request", {"network"})));
}

TEST_F(RecoverySheet, brings_no_device_to_others_without_the_sheet_or_after_its_end) {
    join("fr.02");
    const EntryId made = made_and_granted();
    EXPECT_EQ(net.judge_now(use(make_person("fr.02"), sheet, made, true)), errc::not_authorised);   // no holder
    EXPECT_EQ(net.judge_now(use(fresh, fr, made, true)), errc::bad_signature);                      // another key's proof
    EXPECT_EQ(net.judge_now(use(fresh, sheet, crypto::sha256("none"), true)), errc::not_current);
    EXPECT_EQ(net.judge_now(use(make_person("de.01"), sheet, made, true)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(use(make_person("gr.01"), sheet, made, true)), errc::author_unknown);
    EXPECT_EQ(net.judge_now(use(fr, sheet, made, true)), errc::already_exists);                     // a key that is known
    EXPECT_EQ(net.judge_now(use(sheet, sheet, made, true)), errc::already_exists);                  // the sheet's own
    // Signed by the new key and by no other.
    const Entry good = use(fresh, sheet, made, true);
    Header header = good.header;
    EXPECT_EQ(net.judge_now(make_entry(header, {}, fr.key)), errc::bad_signature);
    header.key = fr.device();
    EXPECT_EQ(net.judge_now(make_entry(header, {}, fr.key)), errc::key_mismatch);
    EXPECT_FALSE(net.judge_now(good));
    take(end(fr, made));
    EXPECT_EQ(net.judge_now(use(fresh, sheet, made, true)), errc::not_current);
}

TEST_F(RecoverySheet, is_used_once) {
    const EntryId made = made_and_granted();
    take(use(fr, sheet, made, false));
    EXPECT_FALSE(in_force());
    EXPECT_EQ(net.judge_now(use(fr, sheet, made, false)), errc::not_current);
    EXPECT_EQ(net.judge_now(use(fresh, sheet, made, true)), errc::not_current);
}

TEST_F(RecoverySheet, opens_the_past_to_a_new_focal_point_although_its_holders_are_gone) {
    const EntryId made = made_and_granted();
    take(revocation(dmr, "fr.01"));
    take(net.rotation(dmr, "network"));
    net.admit("fr.02");
    const Device& heir = net.person("fr.02");
    ASSERT_FALSE(in_force());
    const Device other = make_person("fr.02");
    take(device(heir, other));
    EXPECT_FALSE(knows(heir, {circle("state:fr"), 1}));
    EXPECT_EQ(net.judge_now(net.grant(heir, "state:fr", {1}, other.device())), errc::not_authorised);
    EXPECT_EQ(net.judge_now(use(make_person("fr.02"), sheet, made, true)), errc::not_current);
    EXPECT_EQ(net.judge_now(use(heir, heir, made, false)), errc::bad_signature);
    EXPECT_EQ(net.judge_now(use(de, sheet, made, false)), errc::not_authorised);
    take(use(heir, sheet, made, false));
    EXPECT_TRUE(knows(heir, {circle("state:fr"), 1}));
    EXPECT_FALSE(knows(other, {circle("state:fr"), 1}));
    EXPECT_FALSE(net.judge_now(net.grant(heir, "state:fr", {1}, other.device())));
}

TEST_F(RecoverySheet, of_a_vacant_seat_is_no_member) {
    made_and_granted();
    take(revocation(dmr, "fr.01"));
    EXPECT_TRUE(net.state().rotation_audience(circle("state:fr"), net.now()).empty());
    EXPECT_TRUE(net.state().entitled(circle("state:fr"), net.now()).empty());
}

}  // namespace
}  // namespace protocol::test
