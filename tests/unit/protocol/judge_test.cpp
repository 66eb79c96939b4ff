#include <gtest/gtest.h>

#include "tests/unit/protocol/memory_network.hpp"

namespace protocol::test {
namespace {

constexpr std::int64_t day = 86'400;

struct Judge : testing::Test {
    // A list of `member` that grants one kind to one place.
    AccessClaim narrow(std::string_view member, ListSide side, std::string_view to, std::optional<EntryId> replaces = {}) {
        const Member m = *Member::parse(member);
        AccessRule rule{.who = "focal-point", .write = {{"request", {*CirclePattern::parse(to)}}},
                        .read = {*CirclePattern::parse("network"), *CirclePattern::parse(Circle::of(m).text())}};
        return {.list = {.side = side, .member = m, .rules = {rule}}, .replaces = replaces};
    }
    EntryId list_of(std::string_view member) {
        return net.state().members().at(*Member::parse(member)).lists.at(ListSide::dmr).second;
    }
    MemoryNetwork net{{"fr", "de", "gr"}, {"fr.01", "de.01"}};
    Device& dmr = net.person("dmr.01");
    Device& fr = net.person("fr.01");
    Device& de = net.person("de.01");
};

// ---- who, and what was signed ----

TEST_F(Judge, accepts_a_broadcast_and_its_answer) {
    const Entry request = net.written(dmr, "request", {"network"});
    ASSERT_FALSE(net.append(request));
    EXPECT_FALSE(net.judge_now(net.written(fr, "response", {"network"}, {request.id})));
    EXPECT_FALSE(net.judge_now(net.written(fr, "response", {"dmr", "state:fr"}, {request.id})));
}

TEST_F(Judge, refuses_an_entry_of_another_network) {
    Header header = net.draft(dmr, "settings");
    header.network = crypto::sha256("another");
    header.claim = claim_json(
        SettingsClaim{.values = {{"questions_max", 5}}, .founding_closed = false, .replaces = net.state().settings_entry()});
    EXPECT_EQ(net.judge_now(make_entry(header, {}, dmr.key)), errc::wrong_network);
}

TEST_F(Judge, refuses_a_kind_it_does_not_know) {
    Header header = net.draft(dmr, "withdrawal");
    EXPECT_EQ(net.judge_now(make_entry(header, {}, dmr.key)), errc::unknown_kind);
    EXPECT_FALSE(is_governing(header));
}

TEST_F(Judge, refuses_the_same_header_again_whatever_the_signature) {
    const Entry request = net.written(dmr, "request", {"network"});
    ASSERT_FALSE(net.append(request));
    EXPECT_EQ(net.judge_now(request), errc::duplicate_entry);
}

TEST_F(Judge, refuses_an_author_who_is_not_designated) {
    const Device stranger = make_person("gr.01");
    EXPECT_EQ(net.judge_now(net.written(stranger, "request", {"network"})), errc::author_unknown);
}

TEST_F(Judge, refuses_a_key_that_is_not_the_authors) {
    Header header = net.draft(fr, "request");
    header.key = de.device();
    header.audience = {net.current("network")};
    EXPECT_EQ(net.judge_now(net.seal(de, header, {{"t", 1}})), errc::key_mismatch);
}

TEST_F(Judge, refuses_a_signature_by_another_key) {
    Header header = net.draft(fr, "request");
    header.audience = {net.current("network")};
    EXPECT_EQ(net.judge_now(net.seal(de, header, {{"t", 1}})), errc::bad_signature);
}

TEST_F(Judge, refuses_seen_that_the_gateway_did_not_sign_or_that_is_ahead) {
    const auto seen_of = [&](const crypto::SigningKey& key, std::uint64_t size) {
        const auto text =
            crypto::checkpoint_text({.origin = net.origin(), .size = size, .root = crypto::sha256("root"), .extensions = {}});
        Header header = net.draft(fr, "request");
        header.audience = {net.current("network")};
        header.seen = crypto::note::sign(text, net.origin(), key);
        return net.judge_now(net.seal(fr, header, {{"t", 1}}));
    };
    EXPECT_FALSE(seen_of(net.log_key, net.size()));
    EXPECT_EQ(seen_of(net.log_key, net.size() + 1), errc::bad_seen);
    EXPECT_EQ(seen_of(crypto::SigningKey::generate(), 1), errc::bad_seen);
}

// ---- audience ----

TEST_F(Judge, refuses_circles_and_epochs_that_do_not_exist) {
    Header header = net.draft(dmr, "request");
    header.audience = {CircleEpoch{*Circle::parse("group:none"), 1}, net.current("dmr")};
    EXPECT_EQ(net.judge_now(net.seal(dmr, header, {{"t", 1}})), errc::unknown_circle);
    header.audience = {CircleEpoch{Circle::network(), 2}};
    EXPECT_EQ(net.judge_now(net.seal(dmr, header, {{"t", 1}})), errc::stale_epoch);
    header.audience = {CircleEpoch{*Circle::parse("state:gr"), 1}, net.current("dmr")};  // nobody there yet
    EXPECT_EQ(net.judge_now(net.seal(dmr, header, {{"t", 1}})), errc::unknown_circle);
}

TEST_F(Judge, refuses_what_its_author_could_not_read) {
    EXPECT_EQ(net.judge_now(net.written(fr, "request", {"state:de"})), errc::own_circle_missing);
    EXPECT_FALSE(net.judge_now(net.written(fr, "request", {"state:de", "state:fr"})));
}

TEST_F(Judge, refuses_people_writing_to_single_devices) {
    Header header = net.draft(fr, "information");
    header.audience = {de.device(), net.current("state:fr")};
    EXPECT_EQ(net.judge_now(net.seal(fr, header, {{"t", 1}})), errc::audience_not_allowed);
}

TEST_F(Judge, lets_a_response_go_to_all_readers_or_to_the_requester_and_nowhere_between) {
    const Entry request = net.written(fr, "request", {"network"});
    ASSERT_FALSE(net.append(request));
    EXPECT_FALSE(net.judge_now(net.written(de, "response", {"state:fr", "state:de"}, {request.id})));
    EXPECT_EQ(net.judge_now(net.written(de, "response", {"state:de"}, {request.id})), errc::audience_not_allowed);
    EXPECT_EQ(net.judge_now(net.written(de, "response", {"dmr", "state:de"}, {request.id})), errc::audience_not_allowed);
    EXPECT_EQ(net.judge_now(net.written(de, "response", {"state:fr", "state:de", "dmr"}, {request.id})),
              errc::audience_not_allowed);
}

TEST_F(Judge, a_request_one_may_not_read_is_as_absent_as_one_that_is_not_there) {
    const Entry request = net.written(dmr, "request", {"state:fr", "dmr"});
    ASSERT_FALSE(net.append(request));
    const auto unreadable = net.judge_now(net.written(de, "response", {"dmr", "state:de"}, {request.id}));
    const auto absent = net.judge_now(net.written(de, "response", {"dmr", "state:de"}, {crypto::sha256("nothing")}));
    EXPECT_EQ(unreadable, errc::ref_unknown);
    EXPECT_EQ(absent, unreadable);
}

// ---- access lists ----

TEST_F(Judge, grants_nothing_without_a_list_and_nothing_that_either_list_withholds) {
    ASSERT_FALSE(net.append(net.governing(dmr, narrow("fr", ListSide::dmr, "state:*", list_of("fr")))));
    EXPECT_EQ(net.judge_now(net.written(fr, "request", {"network"})), errc::not_permitted);
    EXPECT_FALSE(net.judge_now(net.written(fr, "request", {"state:de", "state:fr"})));
    EXPECT_EQ(net.judge_now(net.written(fr, "information", {"state:de", "state:fr"})), errc::not_permitted);
    // Its own list cannot give back what the DMR's withholds, and withholds what the DMR's grants.
    ASSERT_FALSE(net.append(net.governing(fr, narrow("fr", ListSide::own, "network"))));
    EXPECT_EQ(net.judge_now(net.written(fr, "request", {"network"})), errc::not_permitted);
    EXPECT_EQ(net.judge_now(net.written(fr, "request", {"state:de", "state:fr"})), errc::not_permitted);
}

TEST_F(Judge, lets_each_side_sign_only_its_own_list_and_only_over_the_current_one) {
    EXPECT_EQ(net.judge_now(net.governing(fr, narrow("fr", ListSide::dmr, "network", list_of("fr")))), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.governing(fr, narrow("de", ListSide::own, "network"))), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.governing(dmr, narrow("fr", ListSide::own, "network"))), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.governing(dmr, narrow("fr", ListSide::dmr, "network"))), errc::not_current);
    EXPECT_EQ(net.judge_now(net.governing(fr, narrow("fr", ListSide::own, "network", list_of("fr")))), errc::not_current);
}

// ---- designations ----

TEST_F(Judge, lets_only_officers_designate_a_first_person) {
    const Device person = make_person("gr.01");
    EXPECT_EQ(net.judge_now(net.designation(fr, person, Role::focal_point)), errc::not_authorised);
    EXPECT_FALSE(net.judge_now(net.designation(dmr, person, Role::focal_point)));
}

TEST_F(Judge, refuses_roles_that_do_not_fit_the_member) {
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("dmr.02"), Role::agent)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("gr.01"), Role::officer)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("dmr.02"), Role::focal_point)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("xx.01"), Role::focal_point)), errc::not_authorised);
}

TEST_F(Judge, never_reuses_a_handle_or_a_signing_key) {
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("fr.01"), Role::focal_point)), errc::already_exists);
    const DesignationClaim stolen{
        .handle = *Handle::parse("gr.01"), .role = Role::focal_point, .keys = fr.keys(), .from = {}, .until = {}, .replaces = {}};
    EXPECT_EQ(net.judge_now(net.governing(dmr, stolen, {net.current("network")})), errc::already_exists);
}

TEST_F(Judge, lets_nobody_give_another_person_new_keys_or_a_longer_term) {
    net.admit("gr.01", net.now() + 10 * day);
    const Person& gr = *net.state().find_person(*Handle::parse("gr.01"));
    DesignationClaim claim{.handle = gr.handle, .role = Role::focal_point, .keys = make_person("gr.01").keys(), .from = {},
                           .until = gr.until, .replaces = gr.designation};
    EXPECT_EQ(net.judge_now(net.governing(dmr, claim, {net.current("network")})), errc::not_authorised);
    claim.keys = net.person("gr.01").keys();
    claim.until = *gr.until + day;
    EXPECT_EQ(net.judge_now(net.governing(net.person("gr.01"), claim, {net.current("network")})), errc::not_authorised);
    claim.until = *gr.until - day;
    EXPECT_FALSE(net.judge_now(net.governing(net.person("gr.01"), claim, {net.current("network")})));
    claim.replaces = crypto::sha256("another");
    EXPECT_EQ(net.judge_now(net.governing(dmr, claim, {net.current("network")})), errc::not_current);
}

TEST_F(Judge, makes_new_authority_wait_after_the_founding) {
    net.pass(31 * day);  // the founding ends by itself
    ASSERT_FALSE(net.state().founding(net.now()));
    const Device& second = net.person("dmr.02");
    ASSERT_FALSE(net.append(net.designation(dmr, second, Role::officer)));
    EXPECT_EQ(net.judge_now(net.written(second, "request", {"network"})), errc::author_unknown);
    net.pass(3 * day);
    EXPECT_FALSE(net.judge_now(net.written(second, "request", {"network"})));
}

TEST_F(Judge, makes_a_new_member_state_wait_after_the_founding) {
    const Member xk = *Member::parse("xk");
    net.pass(31 * day);
    ASSERT_FALSE(
        net.append(net.governing(dmr, MemberClaim{.member = xk, .status = MemberClaim::Status::admitted, .replaces = {}})));
    EXPECT_FALSE(net.state().is_member(xk, net.now()));
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("xk.01"), Role::focal_point)), errc::not_authorised);
    net.pass(3 * day);
    EXPECT_FALSE(net.judge_now(net.designation(dmr, make_person("xk.01"), Role::focal_point)));
}

TEST_F(Judge, ends_a_designation_at_the_first_leaf_past_its_date) {
    net.admit("gr.01", net.now() + 10 * day);
    net.pass(10 * day - 1);
    EXPECT_FALSE(net.judge_now(net.written(net.person("gr.01"), "request", {"network"})));
    net.pass(1);
    EXPECT_EQ(net.judge_now(net.written(net.person("gr.01"), "request", {"network"})), errc::author_unknown);
    EXPECT_EQ(net.state().find_by_pin(net.person("gr.01").tls.pin(), net.now()), nullptr);
}

// ---- epochs ----

TEST_F(Judge, seals_nothing_to_a_circle_that_somebody_who_left_could_read) {
    net.admit("gr.01", net.now() + 10 * day);
    net.pass(10 * day);
    EXPECT_TRUE(net.state().stale(Circle::network(), net.now()));
    EXPECT_EQ(net.judge_now(net.written(fr, "request", {"network"})), errc::stale_epoch);
    // Any member that holds it may cure it; then the old epoch is never written to again.
    const CircleEpoch old = net.current("network");
    ASSERT_FALSE(net.append(net.rotation(fr, "network")));
    EXPECT_FALSE(net.state().stale(Circle::network(), net.now()));
    EXPECT_FALSE(net.judge_now(net.written(fr, "request", {"network"})));
    Header header = net.draft(fr, "request");
    header.audience = {old};
    EXPECT_EQ(net.judge_now(net.seal(fr, header, {{"t", 1}})), errc::stale_epoch);
}

TEST_F(Judge, founds_the_seat_again_after_a_vacancy) {
    net.admit("gr.01", net.now() + day);
    net.pass(day);
    ASSERT_FALSE(net.append(net.rotation(dmr, "network")));
    net.admit("gr.02");
    EXPECT_EQ(net.current("state:gr").epoch, 2U);
    EXPECT_FALSE(net.judge_now(net.written(net.person("gr.02"), "request", {"network"})));
}

TEST_F(Judge, refuses_rotations_that_are_not_due_skip_an_epoch_or_leave_a_member_out) {
    EXPECT_EQ(net.judge_now(net.rotation(dmr, "network")), errc::rotation_not_due);
    net.admit("gr.01", net.now() + day);
    net.pass(day);
    EXPECT_EQ(net.judge_now(net.rotation(dmr, "network", 3)), errc::epoch_out_of_order);
    EXPECT_EQ(net.judge_now(net.rotation(fr, "state:de", 2)), errc::not_authorised);
    RotationClaim claim{.circle = Circle::network(), .epoch = 2, .key = {}, .history = true};
    auto audience = net.state().rotation_audience(Circle::network(), net.now());
    audience.pop_back();
    EXPECT_EQ(net.judge_now(net.governing(dmr, claim, audience)), errc::audience_not_allowed);
}

TEST_F(Judge, lets_only_those_grant_who_could_know_and_only_to_direct_members) {
    const CircleEpoch to = net.current("state:de");
    EXPECT_EQ(net.judge_now(net.grant(fr, "network", {1, 2}, to)), errc::unknown_circle);
    EXPECT_EQ(net.judge_now(net.grant(fr, "state:de", {1}, fr.device())), errc::not_authorised);
    EXPECT_EQ(net.judge_now(net.grant(fr, "state:fr", {1}, de.device())), errc::audience_not_allowed);
    EXPECT_EQ(net.judge_now(net.grant(fr, "network", {1}, de.device())), errc::audience_not_allowed);
    // The DMR cannot hand out what it never held: the state's own circle.
    EXPECT_EQ(net.judge_now(net.grant(dmr, "state:fr", {1}, fr.device())), errc::not_authorised);
}

TEST_F(Judge, knows_who_could_know_an_epoch_from_the_register_alone) {
    const auto network = net.state().knowers(net.current("network"));
    EXPECT_EQ(network, (std::set<KeyId>{dmr.device(), fr.device(), de.device()}));
    EXPECT_EQ(net.state().knowers(net.current("state:fr")), std::set<KeyId>{fr.device()});
}

// ---- groups, settings, genesis ----

TEST_F(Judge, lets_states_join_and_leave_a_group_that_an_officer_made) {
    const auto claim = [&](CircleClaim::Action action) {
        return CircleClaim{.circle = *Circle::parse("group:return"), .action = action, .history = true};
    };
    using Action = CircleClaim::Action;
    EXPECT_EQ(net.judge_now(net.governing(fr, claim(Action::join))), errc::unknown_circle);
    EXPECT_EQ(net.judge_now(net.governing(fr, claim(Action::create))), errc::not_authorised);
    ASSERT_FALSE(net.append(net.governing(dmr, claim(Action::create))));
    ASSERT_FALSE(net.append(net.governing(fr, claim(Action::join))));
    ASSERT_FALSE(net.append(net.rotation(fr, "group:return")));
    EXPECT_FALSE(net.judge_now(net.written(fr, "request", {"group:return"})));
    ASSERT_FALSE(net.append(net.governing(de, claim(Action::join))));
    ASSERT_FALSE(net.append(net.grant(fr, "group:return", {1}, net.current("state:de"))));
    EXPECT_FALSE(net.judge_now(net.written(de, "request", {"group:return"})));
    ASSERT_FALSE(net.append(net.governing(de, claim(Action::leave))));
    EXPECT_TRUE(net.state().stale(*Circle::parse("group:return"), net.now()));
}

TEST_F(Judge, changes_settings_only_over_the_current_ones_and_closes_the_founding_once) {
    SettingsClaim claim{.values = {{"questions_max", 5}}, .founding_closed = true, .replaces = net.state().settings_entry()};
    EXPECT_EQ(net.judge_now(net.governing(fr, claim)), errc::not_authorised);
    const Entry entry = net.governing(dmr, claim);
    ASSERT_FALSE(net.append(entry));
    EXPECT_EQ(net.state().settings().at("questions_max"), 5U);
    EXPECT_FALSE(net.state().founding(net.now()));
    EXPECT_EQ(net.judge_now(net.governing(dmr, claim)), errc::not_current);
    claim.replaces = entry.id;
    EXPECT_EQ(net.judge_now(net.governing(dmr, claim)), errc::founding_over);
    claim = {.values = {{"questions_max", 0}}, .founding_closed = false, .replaces = entry.id};
    EXPECT_EQ(net.judge_now(net.governing(dmr, claim)), errc::malformed_claim);
}

TEST_F(Judge, takes_one_genesis_only) {
    MemoryNetwork other;
    Header header = other.draft(dmr, "genesis");
    const Entry genesis = net.governing(dmr, GenesisClaim{other.state().genesis()});
    EXPECT_EQ(net.judge_now(genesis), errc::already_founded);
}

}  // namespace
}  // namespace protocol::test
