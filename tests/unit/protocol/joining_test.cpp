#include <gtest/gtest.h>

#include "protocol/enrolment.hpp"
#include "tests/unit/protocol/memory_network.hpp"

namespace protocol::test {
namespace {

struct Joining : testing::Test {
    MemoryNetwork net;
    Device& dmr = net.person("dmr.01");
    Device person = make_person("fr.01");
    InvitationSecret secret = crypto::random_secret<InvitationSecret>();
    Invitation invitation{.network = net.state().network(), .gateway = "gateway.example:8443",
                          .pins = {crypto::random_array<32>()},
                          .inviter = dmr.handle, .inviter_key = dmr.key.verify_key(), .handle = person.handle,
                          .role = Role::focal_point, .expires = net.now() + 1000, .token = token_hash(token_of(secret)),
                          .network_epoch = 1, .network_key = net.secret("network").recipient(), .founds_epoch = 0};
    std::string file = invitation_file(sign_invitation(invitation, dmr.key), secret);

    std::expected<InvitationFile, std::error_code> parsed_person() const { return parse_invitation_file(file); }
};

TEST_F(Joining, an_invitation_is_what_its_officer_signed) {
    const auto parsed = parse_invitation_file(file);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->invitation.handle, person.handle);
    for (std::size_t i = 0; i < file.size(); i += 3) {
        auto changed = file;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(parse_invitation_file(changed)) << "byte " << i;
    }
}

TEST_F(Joining, an_enrolment_holds_only_with_the_invitations_secret_and_the_new_keys) {
    const auto parsed = parse_invitation_file(file);
    auto enrolment = make_enrolment(*parsed, person.keys(), person.key, {1, 2, 3}, {});
    const auto opened = check_enrolment(*parse_enrolment(enrolment_json(enrolment)));
    ASSERT_TRUE(opened);
    EXPECT_TRUE(check_mac(enrolment, *opened, mac_key_of(secret)));
    EXPECT_FALSE(check_mac(enrolment, *opened, mac_key_of(crypto::random_secret<InvitationSecret>())));
    // The gateway may put its own keys there and sign for them; the MAC it cannot make.
    const Device impostor = make_person("fr.01");
    auto forged = make_enrolment(*parsed, impostor.keys(), impostor.key, {1, 2, 3}, {});
    forged.mac = enrolment.mac;
    EXPECT_TRUE(check_enrolment(forged));
    EXPECT_FALSE(check_mac(forged, *opened, mac_key_of(secret)));
    enrolment.signature.bytes[0] ^= 1;
    EXPECT_EQ(check_enrolment(enrolment).error(), errc::enrolment_invalid);
}

TEST_F(Joining, a_founding_enrolment_carries_the_rotation_of_its_own_circle_only) {
    invitation.founds_epoch = 1;
    file = invitation_file(sign_invitation(invitation, dmr.key), secret);
    const auto parsed = parse_invitation_file(file);
    Device& fr = net.person("fr.01");
    const auto rotation_of = [&](const char* circle) {
        const RotationClaim claim{.circle = *Circle::parse(circle), .epoch = 1, .key = fr.age.recipient(), .history = true};
        return entry_bytes(net.governing(fr, claim, {fr.device()}));
    };
    EXPECT_TRUE(check_enrolment(make_enrolment(*parsed, fr.keys(), fr.key, {1}, rotation_of("state:fr"))));
    EXPECT_FALSE(check_enrolment(make_enrolment(*parsed, fr.keys(), fr.key, {1}, rotation_of("state:de"))));
    EXPECT_FALSE(check_enrolment(make_enrolment(*parsed, fr.keys(), fr.key, {1}, {})));
}

TEST_F(Joining, a_device_joins_its_own_person_and_proves_its_key) {
    invitation.handle = dmr.handle;
    invitation.role = Role::officer;
    const auto signed_as = [&] { return parse_invitation_file(invitation_file(sign_invitation(invitation, dmr.key), secret)); };
    EXPECT_FALSE(signed_as()) << "nobody invites themself as a person";
    invitation.purpose = Purpose::device;
    const auto parsed = signed_as();
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->invitation.purpose, Purpose::device);
    invitation.founds_epoch = 1;
    EXPECT_FALSE(signed_as()) << "a device founds nothing";
    invitation.founds_epoch = 0;
    invitation.handle = person.handle;
    EXPECT_FALSE(signed_as()) << "nobody invites another's device";

    const Device device = make_person("dmr.01"), other = make_person("dmr.01");
    const auto enrolment = make_device_enrolment(*parsed, device.keys(), device.key);
    const auto read = parse_enrolment(enrolment_json(enrolment));
    ASSERT_TRUE(read);
    ASSERT_TRUE(check_enrolment(*read));
    EXPECT_TRUE(check_mac(*read, parsed->invitation, mac_key_of(secret)));
    // The proof is the one that the claim of the device's entry needs.
    EXPECT_FALSE(net.judge_now(net.governing(dmr, DeviceClaim{.keys = read->keys, .proof = read->proof.value()})));
    auto changed = enrolment;
    changed.proof = make_device_enrolment(*parsed, other.keys(), other.key).proof;
    EXPECT_EQ(check_enrolment(changed).error(), errc::enrolment_invalid);
    changed = enrolment;
    changed.proof.reset();
    EXPECT_EQ(check_enrolment(changed).error(), errc::enrolment_invalid);
    changed = enrolment;
    changed.contact = {1};
    EXPECT_EQ(check_enrolment(changed).error(), errc::enrolment_invalid);
    changed = make_enrolment(*parsed_person(), person.keys(), person.key, {1}, {});
    changed.proof = enrolment.proof;
    EXPECT_EQ(check_enrolment(changed).error(), errc::enrolment_invalid);
    EXPECT_EQ(check_enrolment(make_enrolment(*parsed_person(), person.keys(), person.key, {}, {})).error(),
              errc::enrolment_invalid);
}

TEST_F(Joining, who_holds_no_state_circle_founds_their_own) {
    invitation.role = Role::national_reader;
    invitation.founds_epoch = 1;
    const auto parsed = parse_invitation_file(invitation_file(sign_invitation(invitation, dmr.key), secret));
    ASSERT_TRUE(parsed);
    Device& fr = net.person("fr.01");
    const auto rotation_of = [&](const char* circle) {
        const RotationClaim claim{.circle = *Circle::parse(circle), .epoch = 1, .key = fr.age.recipient(), .history = true};
        return entry_bytes(net.governing(fr, claim, {fr.device()}));
    };
    EXPECT_TRUE(check_enrolment(make_enrolment(*parsed, fr.keys(), fr.key, {1}, rotation_of("person:fr.01"))));
    EXPECT_FALSE(check_enrolment(make_enrolment(*parsed, fr.keys(), fr.key, {1}, rotation_of("state:fr"))));
    EXPECT_FALSE(check_enrolment(make_enrolment(*parsed, fr.keys(), fr.key, {1}, rotation_of("person:fr.02"))));
}

TEST_F(Joining, refuses_a_call_that_nests_deeper_than_any_of_ours_before_it_is_parsed) {
    for (const std::size_t depth : {9UL, 100'000UL}) {
        const std::string deep = "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
        EXPECT_FALSE(parse_enrolment(deep));
        EXPECT_FALSE(parse_enrolment_call(deep));
        EXPECT_FALSE(parse_founding_call(deep));
        EXPECT_FALSE(parse_recovery_call(deep));
    }
}

TEST_F(Joining, the_token_tells_nothing_of_the_mac_key) {
    EXPECT_FALSE(crypto::equal_constant_time(token_of(secret).expose(), mac_key_of(secret).expose()));
    const auto call = parse_enrolment_call(
        enrolment_call_json(make_enrolment(*parse_invitation_file(file), person.keys(), person.key, {1}, {}), token_of(secret)));
    ASSERT_TRUE(call);
    EXPECT_EQ(token_hash(call->token), invitation.token);
}

}  // namespace
}  // namespace protocol::test
