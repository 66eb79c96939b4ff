// Whose safety words are compared before a state that was founded anew is written to.
#include "clients/core/session/seats.hpp"
#include "crypto/safety_words.hpp"

#include "protocol/enrolment.hpp"
#include "tests/unit/clients/session/carried_session.hpp"

namespace clients::test {
namespace {

struct FoundedAnew : CarriedSession {
    // What this person would read out who enrolled with the officer's invitation.
    std::string words_of(const ::test::Person& person) {
        const Invitation invitation{.network = net->state().network(), .gateway = {}, .pins = session->state().genesis().pins,
                                    .inviter = net->officer().handle, .inviter_key = net->officer().key.verify_key(),
                                    .handle = person.handle, .role = Role::focal_point, .expires = 0, .token = {},
                                    .network_epoch = 0, .network_key = person.age.recipient(), .founds_epoch = 0};
        return crypto::safety_words_text(crypto::safety_words(crypto::as_bytes(enrolment_line(invitation, person.keys()))));
    }
};

// The genuine colleague is proposed, their state never consents, and the seat is given to other keys under the same handle.
TEST_F(FoundedAnew, the_words_are_those_of_the_keys_that_took_effect_never_of_a_proposal) {
    begin(day);
    const auto genuine = ::test::make_person("de.02");
    const DesignationClaim proposal{.handle = genuine.handle, .role = Role::focal_point, .keys = genuine.keys(), .from = {},
                                    .until = {}, .replaces = {}};
    take(net->governing(net->officer(), proposal, net->audience_of({"network"})));
    const RevocationClaim goes{.handle = *Handle::parse("de.01"), .device = {}, .keep = {}, .reason = RevocationReason::left};
    take(net->governing(net->officer(), goes));
    take(net->rotation(net->officer(), "network"));
    take(net->admission("de.02"));
    const auto& other = net->person("de.02");
    const auto brought = bring(honest.page(began));
    ASSERT_TRUE(brought) << brought.error().code.message();
    ASSERT_TRUE(unconfirmed_seats(*session).contains(*Circle::parse("state:de")));

    EXPECT_FALSE(confirm_seat(*session, other.handle, words_of(genuine)));
    EXPECT_TRUE(unconfirmed_seats(*session).contains(*Circle::parse("state:de")));
    EXPECT_TRUE(confirm_seat(*session, other.handle, words_of(other)));
    EXPECT_TRUE(unconfirmed_seats(*session).empty());
}

// Else the secretariat would found a seat, have its founder let in a second person for later, and send the founder away.
TEST_F(FoundedAnew, the_words_are_wanted_still_when_the_founder_has_gone) {
    begin(day);
    const auto revoke = [&](const char* handle) {
        const RevocationClaim goes{.handle = *Handle::parse(handle), .device = {}, .keep = {}, .reason = RevocationReason::left};
        take(net->governing(net->officer(), goes));
    };
    revoke("de.01");
    take(net->rotation(net->officer(), "network"));
    take(net->admission("de.02"));
    const auto& later = net->person("de.03");
    const DesignationClaim next{.handle = later.handle, .role = Role::focal_point, .keys = later.keys(), .from = began + 3'600,
                                .until = {}, .replaces = {}};
    const auto proposal = net->governing(net->officer(), next, net->audience_of({"network"}));
    take(proposal);
    take(net->governing(net->person("de.02"), ConsentClaim{.proposal = proposal.id}));
    revoke("de.02");
    net->set_now(began + 7'200);
    take(net->rotation(later, "state:de"));
    const auto brought = bring(honest.page(net->now()));
    ASSERT_TRUE(brought) << brought.error().code.message();
    ASSERT_NE(session->state().find_active(later.handle, net->now()), nullptr);
    EXPECT_TRUE(unconfirmed_seats(*session).contains(*Circle::parse("state:de")));
    EXPECT_TRUE(confirm_seat(*session, *Handle::parse("de.02"), words_of(net->person("de.02"))));
    EXPECT_TRUE(unconfirmed_seats(*session).empty());
}

}  // namespace
}  // namespace clients::test
