#include "clients/core/session/authority_watch.hpp"

#include <gtest/gtest.h>

#include "protocol/limits.hpp"
#include "tests/unit/protocol/memory_network.hpp"

namespace clients {
namespace {

using namespace protocol;
using What = AuthorityChange::What;

struct AuthorityWatchTest : testing::Test {
    std::vector<AuthorityChange> append(const Entry& entry) {
        const AuthorityWatch watch(net.state(), entry, {.index = net.size(), .time = net.now()});
        const auto error = net.append(entry);
        EXPECT_FALSE(error) << error.message();
        return watch.look(net.state());
    }
    std::vector<AuthorityChange> append(const std::vector<Entry>& batch) {
        std::vector<AuthorityChange> out;
        for (const Entry& entry : batch)
            for (auto& change : append(entry)) out.push_back(std::move(change));
        return out;
    }
    static RevocationClaim revocation(const char* handle) {
        return {.handle = *Handle::parse(handle), .device = {}, .keep = {}, .reason = RevocationReason::left};
    }
    // Contact details are sealed to the network, so that has its next epoch first.
    std::vector<AuthorityChange> found_anew(const char* handle) {
        EXPECT_TRUE(append(net.rotation(net.officer(), "network")).empty());
        return append(net.admission(handle));
    }
    void end_founding() { net.pass(protocol::limits::founding_s_max); }

    protocol::test::MemoryNetwork net{{"fr", "de"}, {"fr.01"}};
};

TEST_F(AuthorityWatchTest, a_states_first_person_ever_is_no_alarm) { EXPECT_TRUE(append(net.admission("de.01")).empty()); }

TEST_F(AuthorityWatchTest, tells_of_a_seat_that_an_officer_emptied_and_filled_anew) {
    const auto emptied = append(net.governing(net.officer(), revocation("fr.01")));
    ASSERT_EQ(emptied.size(), 1U);
    EXPECT_EQ(emptied.front().what, What::seat_emptied);
    EXPECT_EQ(emptied.front().persons.front().text(), "fr.01");
    EXPECT_EQ(emptied.front().member->text(), "fr");
    EXPECT_EQ(emptied.front().author.text(), "dmr.01");
    const auto founded = found_anew("fr.02");
    ASSERT_EQ(founded.size(), 1U);
    EXPECT_EQ(founded.front().what, What::seat_founded);
    EXPECT_EQ(founded.front().persons.front().text(), "fr.02");
}

TEST_F(AuthorityWatchTest, a_person_who_leaves_by_themself_is_no_alarm_but_who_comes_after_is) {
    EXPECT_TRUE(append(net.governing(net.person("fr.01"), revocation("fr.01"))).empty());
    EXPECT_EQ(found_anew("fr.02").front().what, What::seat_founded);
}

TEST_F(AuthorityWatchTest, a_seat_that_a_term_emptied_is_founded_anew_too) {
    append(net.admission("de.01", net.now() + 1000));
    net.pass(2000);
    const auto founded = found_anew("de.02");
    ASSERT_EQ(founded.size(), 1U);
    EXPECT_EQ(founded.front().what, What::seat_founded);
}

TEST_F(AuthorityWatchTest, tells_of_a_new_officer_after_the_founding_and_from_when) {
    end_founding();
    const auto changes = append(net.designation(net.officer(), net.person("dmr.02"), Role::officer));
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes.front().what, What::new_officer);
    EXPECT_EQ(changes.front().from, net.now() + protocol::limits::new_authority_delay_s);
}

TEST_F(AuthorityWatchTest, says_nothing_of_an_officer_during_the_founding) {
    EXPECT_TRUE(append(net.designation(net.officer(), net.person("dmr.02"), Role::officer)).empty());
}

TEST_F(AuthorityWatchTest, tells_of_a_new_state_and_of_other_gateway_keys) {
    end_founding();
    const MemberClaim spain{.member = *Member::parse("es"), .status = MemberClaim::Status::admitted, .replaces = {}};
    const auto member = append(net.governing(net.officer(), spain));
    ASSERT_EQ(member.size(), 1U);
    EXPECT_EQ(member.front().what, What::new_member);
    EXPECT_EQ(member.front().member->text(), "es");
    const GatewayClaim keys{.pins = {crypto::random_array<32>()}, .replaces = net.state().gateway_entry()};
    const auto gateway = append(net.governing(net.officer(), keys));
    ASSERT_EQ(gateway.size(), 1U);
    EXPECT_EQ(gateway.front().what, What::gateway_keys);
    EXPECT_EQ(gateway.front().from, net.now() + protocol::limits::new_authority_delay_s);
}

TEST_F(AuthorityWatchTest, keeps_a_change_as_text_and_reads_it_again) {
    const auto change = append(net.governing(net.officer(), revocation("fr.01"))).front();
    EXPECT_EQ(parse_change(change_json(change)), change);
}

}  // namespace
}  // namespace clients
