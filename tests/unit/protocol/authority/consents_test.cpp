#include "tests/unit/protocol/authority/authority_fixture.hpp"

namespace protocol::test {
namespace {

class Consents : public Authority {
protected:
    Entry member_entry(std::string_view code, MemberClaim::Status status) {
        const auto known = net.state().members().find(member(code));
        const auto replaces = known == net.state().members().end() ? std::nullopt : known->second.entry;
        return net.governing(dmr, MemberClaim{.member = member(code), .status = status, .replaces = replaces});
    }
    Entry gateway(std::uint8_t pin) {
        crypto::tls::SpkiPin bytes{};
        bytes.fill(pin);
        return net.governing(dmr, GatewayClaim{.pins = {bytes}, .replaces = net.state().gateway_entry()});
    }
    std::uint8_t pin_now() const { return net.state().pins(net.now()).front()[0]; }
    Entry handover(const Device& by, std::vector<Handle> closes, std::vector<Handle> opens) {
        return net.governing(by, HandoverClaim{.closes = std::move(closes), .opens = std::move(opens)});
    }
    Device second = make_person("fr.02");
};

// ---- a later person of a state ----

TEST_F(Consents, a_later_person_counts_from_the_consent_of_the_other_side) {
    for (const auto& [proposer, other, text] : {std::tuple{&dmr, &fr, "fr.02"}, std::tuple{&fr, &dmr, "fr.03"}}) {
        const Device& joiner = net.person(text);
        const Entry proposal = net.designation(*proposer, joiner, Role::focal_point);
        take(proposal);
        EXPECT_EQ(net.state().find_person(joiner.handle), nullptr);
        EXPECT_EQ(net.state().proposals().at(proposal.id).waiting.size(), 1U);
        EXPECT_EQ(net.judge_now(net.written(joiner, "request", {"network"})), errc::author_unknown);
        net.pass(day);
        take(consent(*other, proposal));
        EXPECT_TRUE(net.state().proposals().empty());
        EXPECT_EQ(known(text).designation, proposal.id);
        EXPECT_EQ(known(text).from, net.now());
        EXPECT_FALSE(net.judge_now(net.written(joiner, "request", {"network"})));
    }
}

TEST_F(Consents, only_a_party_that_waits_consents_and_never_the_proposer) {
    second_officer();
    join("fr.03");
    const Entry by_dmr = net.designation(dmr, second, Role::focal_point);
    take(by_dmr);
    for (const auto* wrong : {"dmr.01", "dmr.02", "de.01"})
        EXPECT_EQ(net.judge_now(consent(net.person(wrong), by_dmr)), errc::not_authorised) << wrong;
    const Entry by_fr = net.designation(fr, second, Role::focal_point);
    take(by_fr);
    for (const auto* wrong : {"fr.01", "fr.03", "de.01"})
        EXPECT_EQ(net.judge_now(consent(net.person(wrong), by_fr)), errc::not_authorised) << wrong;
    EXPECT_FALSE(net.judge_now(consent(net.person("dmr.02"), by_fr)));
}

TEST_F(Consents, are_given_once_and_to_proposals_only) {
    const Entry proposal = net.designation(dmr, second, Role::focal_point);
    EXPECT_EQ(net.judge_now(consent(fr, proposal)), errc::not_current);
    take(proposal);
    take(consent(fr, proposal));
    EXPECT_EQ(net.judge_now(consent(fr, proposal)), errc::not_current);
}

// Else one who was named before the seat was filled would sit beside its first person, let in by nobody there.
TEST_F(Consents, a_vacant_seat_has_one_first_person_whatever_the_date_they_come) {
    Device& later = net.person("gr.02");
    const DesignationClaim next_month{.handle = later.handle, .role = Role::focal_point, .keys = later.keys(),
                                      .from = net.now() + 30 * day, .until = {}, .replaces = {}};
    take(net.governing(dmr, next_month, {net.current("network")}));
    const Entry first = net.designation(dmr, net.person("gr.01"), Role::focal_point);
    EXPECT_EQ(net.judge_now(first), errc::consent_required);
    take(revocation(dmr, "gr.02"));
    EXPECT_FALSE(net.judge_now(first));
}

TEST_F(Consents, come_too_late_after_thirty_days) {
    const Entry proposal = net.designation(dmr, second, Role::focal_point);
    take(proposal);
    net.pass(30 * day);
    EXPECT_FALSE(net.judge_now(consent(fr, proposal)));
    net.pass(1);
    EXPECT_EQ(net.judge_now(consent(fr, proposal)), errc::proposal_lapsed);
}

TEST_F(Consents, need_a_proposer_whose_key_still_stands) {
    const Device other = make_person("fr.01");
    take(device(fr, other));
    const Entry by_device = net.designation(other, second, Role::focal_point);
    take(by_device);
    take(revocation(fr, "fr.01", other.device()));
    EXPECT_EQ(net.judge_now(consent(dmr, by_device)), errc::not_current);

    join("fr.03");
    const Entry by_person = net.designation(fr, second, Role::focal_point);
    take(by_person);
    EXPECT_FALSE(net.judge_now(consent(dmr, by_person)));
    take(revocation(dmr, "fr.01"));
    EXPECT_EQ(net.judge_now(consent(dmr, by_person)), errc::not_current);
}

TEST_F(Consents, find_the_act_judged_again_where_it_takes_effect) {
    const Entry one = net.designation(dmr, second, Role::focal_point);
    const Entry other = net.designation(fr, make_person("fr.02"), Role::focal_point);
    const Entry same_keys = net.governing(dmr, DesignationClaim{.handle = handle("fr.05"), .role = Role::focal_point,
                                                                .keys = second.keys(), .from = {}, .until = {}, .replaces = {}},
                                          {net.current("network")});
    for (const Entry* entry : {&one, &other, &same_keys}) take(*entry);
    take(consent(fr, one));
    EXPECT_EQ(net.judge_now(consent(dmr, other)), errc::already_exists);
    EXPECT_EQ(net.judge_now(consent(fr, same_keys)), errc::already_exists);
    const Entry short_term = net.designation(dmr, make_person("fr.06"), Role::focal_point, net.now() + day);
    take(short_term);
    net.pass(day);
    EXPECT_EQ(net.judge_now(consent(fr, short_term)), errc::malformed_claim);
}

TEST_F(Consents, are_refused_beforehand_when_nobody_could_give_them) {
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("gr.01"), Role::national_reader)), errc::consent_required);
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("gr.01"), Role::agent)), errc::consent_required);
    EXPECT_FALSE(net.judge_now(net.designation(dmr, make_person("gr.01"), Role::expert)));
    EXPECT_EQ(net.judge_now(handover(dmr, {handle("dmr.01")}, {handle("dmr.02")})), errc::not_current);
}

TEST_F(Consents, keys_for_the_new_person_may_come_with_the_consent_in_one_batch) {
    const Device& joiner = join("fr.02");
    EXPECT_FALSE(net.state().stale(circle("state:fr"), net.now()));
    EXPECT_FALSE(knows(joiner, net.current("state:fr")));
    take(net.grant(fr, "state:fr", {1}, joiner.device()));
    EXPECT_TRUE(knows(joiner, net.current("state:fr")));
    EXPECT_TRUE(knows(joiner, net.current("network")));
}

// ---- new authority after the founding ----

TEST_F(Consents, a_new_officer_needs_a_second_one_where_there_is_one_and_72_hours) {
    take(net.designation(dmr, net.person("dmr.02"), Role::officer));
    EXPECT_TRUE(is_active("dmr.02"));  // during the founding, at once
    end_founding();
    const Entry proposal = net.designation(dmr, net.person("dmr.03"), Role::officer);
    take(proposal);
    EXPECT_EQ(net.judge_now(consent(dmr, proposal)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(consent(fr, proposal)), errc::not_authorised);
    net.pass(day);
    take(consent(net.person("dmr.02"), proposal));
    net.pass(72 * hour - 1);
    EXPECT_FALSE(is_active("dmr.03"));
    net.pass(1);
    EXPECT_TRUE(is_active("dmr.03"));
}

TEST_F(Consents, a_sole_officer_decides_alone) {
    end_founding();
    take(net.designation(dmr, net.person("dmr.07"), Role::expert));  // no officer, whose consent is not asked
    take(member_entry("xk", MemberClaim::Status::admitted));
    take(gateway(7));
    take(net.designation(dmr, net.person("dmr.02"), Role::officer));
    EXPECT_TRUE(net.state().proposals().empty());
}

TEST_F(Consents, a_member_is_suspended_at_once_and_back_with_a_consent_and_72_hours) {
    second_officer();
    end_founding();
    take(member_entry("de", MemberClaim::Status::suspended));
    EXPECT_FALSE(is_active("de.01"));
    EXPECT_EQ(net.judge_now(member_entry("de", MemberClaim::Status::suspended)), errc::already_exists);
    const Entry back = member_entry("de", MemberClaim::Status::admitted);
    take(back);
    EXPECT_TRUE(net.state().members().at(member("de")).suspended);
    take(consent(net.person("dmr.02"), back));
    net.pass(72 * hour - 1);
    EXPECT_FALSE(is_active("de.01"));
    net.pass(1);
    EXPECT_TRUE(is_active("de.01"));
    EXPECT_EQ(net.judge_now(member_entry("de", MemberClaim::Status::admitted)), errc::already_exists);
}

TEST_F(Consents, of_two_proposals_about_a_member_the_first_agreed_supersedes_the_other) {
    second_officer();
    end_founding();
    const Entry one = member_entry("xk", MemberClaim::Status::admitted),
                other = member_entry("xk", MemberClaim::Status::admitted);
    take(one);
    take(other);
    take(consent(net.person("dmr.02"), one));
    EXPECT_EQ(net.judge_now(consent(net.person("dmr.02"), other)), errc::not_current);
}

TEST_F(Consents, the_gateways_keys_change_with_a_consent_and_72_hours_later) {
    take(gateway(1));
    EXPECT_EQ(pin_now(), 1);  // during the founding, at once
    second_officer();
    end_founding();
    EXPECT_EQ(
        net.judge_now(net.governing(fr, GatewayClaim{.pins = {crypto::tls::SpkiPin{}}, .replaces = net.state().gateway_entry()})),
        errc::not_authorised);
    EXPECT_EQ(net.judge_now(
                  net.governing(dmr, GatewayClaim{.pins = {crypto::tls::SpkiPin{}}, .replaces = net.state().settings_entry()})),
              errc::not_current);
    const Entry proposal = gateway(2);
    take(proposal);
    net.pass(80 * hour);
    EXPECT_EQ(pin_now(), 1);
    take(consent(net.person("dmr.02"), proposal));
    EXPECT_EQ(net.state().gateway_entry(), proposal.id);
    net.pass(72 * hour - 1);
    EXPECT_EQ(pin_now(), 1);
    net.pass(1);
    EXPECT_EQ(pin_now(), 2);
    // What still waits gives way to the next change.
    const Entry third = gateway(3);
    take(third);
    take(consent(net.person("dmr.02"), third));
    net.pass(hour);
    const Entry fourth = gateway(4);
    take(fourth);
    take(consent(net.person("dmr.02"), fourth));
    net.pass(72 * hour - 1);
    EXPECT_EQ(pin_now(), 2);
    net.pass(1);
    EXPECT_EQ(pin_now(), 4);
}

// ---- handover ----

TEST_F(Consents, a_handover_ends_the_old_terms_72_hours_after_a_new_officer_agreed) {
    const Device& heir = second_officer();
    end_founding();
    const Entry proposal = handover(dmr, {handle("dmr.01")}, {handle("dmr.02")});
    take(proposal);
    EXPECT_EQ(net.judge_now(consent(dmr, proposal)), errc::not_authorised);
    EXPECT_EQ(net.judge_now(consent(fr, proposal)), errc::not_authorised);
    take(consent(heir, proposal));
    net.pass(72 * hour - 1);
    EXPECT_TRUE(is_active("dmr.01"));
    net.pass(1);
    EXPECT_FALSE(is_active("dmr.01"));
    EXPECT_TRUE(net.state().stale(circle("dmr"), net.now()));
}

TEST_F(Consents, a_handover_is_at_once_during_the_founding) {
    const Device& heir = second_officer();
    const Entry proposal = handover(dmr, {handle("dmr.01")}, {handle("dmr.02")});
    take(proposal);
    EXPECT_TRUE(is_active("dmr.01"));
    take(consent(heir, proposal));
    EXPECT_FALSE(is_active("dmr.01"));
}

TEST_F(Consents, a_handover_lengthens_no_term_and_leaves_an_officer) {
    const Device& heir = second_officer();
    take(net.designation(dmr, net.person("dmr.03"), Role::officer, net.now() + 32 * day));
    end_founding();
    const auto end = known("dmr.03").until;
    ASSERT_EQ(end, net.now() + day);
    // Who takes over must still be there when the others go.
    EXPECT_EQ(net.judge_now(handover(dmr, {handle("dmr.01"), handle("dmr.02")}, {handle("dmr.03")})), errc::last_officer);
    const Entry proposal = handover(dmr, {handle("dmr.01"), handle("dmr.03")}, {handle("dmr.02")});
    take(proposal);
    take(consent(heir, proposal));
    EXPECT_EQ(known("dmr.03").until, end);
    EXPECT_EQ(known("dmr.01").until, net.now() + 72 * hour);
}

TEST_F(Consents, a_handover_is_between_officers_in_office_by_one_who_goes) {
    const Device& heir = second_officer();
    EXPECT_EQ(net.judge_now(handover(heir, {handle("dmr.01")}, {handle("dmr.02")})), errc::not_authorised);
    EXPECT_EQ(net.judge_now(handover(dmr, {handle("dmr.01"), handle("fr.01")}, {handle("dmr.02")})), errc::not_current);
    EXPECT_EQ(net.judge_now(handover(dmr, {handle("dmr.01")}, {handle("fr.01")})), errc::not_current);
    EXPECT_EQ(net.judge_now(handover(fr, {handle("fr.01")}, {handle("dmr.02")})), errc::not_authorised);
    EXPECT_EQ(net.judge_now(handover(dmr, {handle("dmr.01")}, {handle("dmr.01")})), errc::malformed_claim);
}

}  // namespace
}  // namespace protocol::test
