// Who may invite whom to what, and who is shown the enrolment: every inviter, handle, role and purpose over real TLS. Then
// enrolments of devices spoilt in every way that their form has.
#include <iostream>

#include "crypto/age/seal.hpp"
#include "tests/integration/gateway/people_fixture.hpp"

namespace test {
namespace {

using protocol::Purpose;
using protocol::Role;

class inviting : public PeopledGateway {
protected:
    HttpResponse enrol(const protocol::Enrolment& enrolment, const protocol::EnrolmentToken& token) {
        return connect().post("/v1/enrolments", "application/json",
                              crypto::as_bytes(protocol::enrolment_call_json(enrolment, token)));
    }
    protocol::InvitationFile invite(const Person& inviter, const std::string& handle, Role role, Purpose purpose,
                                    std::uint64_t founds_epoch = 0) {
        auto file = network.invitation(inviter, handle, "localhost:7443");
        file.invitation.purpose = purpose;
        file.invitation.role = role;
        file.invitation.founds_epoch = founds_epoch;
        return signed_by(std::move(file), inviter);
    }
    static protocol::InvitationFile signed_by(protocol::InvitationFile file, const Person& signer) {
        file.signed_part = protocol::sign_invitation(file.invitation, signer.key);
        return file;
    }
    protocol::Enrolment enrolment_of(const protocol::InvitationFile& file, const Person& joiner) {
        if (file.invitation.purpose == Purpose::device) return protocol::make_device_enrolment(file, joiner.keys(), joiner.key);
        auto contact =
            crypto::age::seal(std::vector{file.invitation.network_key}, crypto::as_bytes("Jeanne Exemple, j@example.org"));
        return protocol::make_enrolment(file, joiner.keys(), joiner.key, std::move(*contact), {});
    }
    // "pending", or the name of the refusal.
    std::string outcome(const protocol::InvitationFile& file) {
        const auto response =
            enrol(enrolment_of(file, make_person(file.invitation.handle.text())), protocol::token_of(file.secret));
        return response.status == 201 ? "pending" : response.problem();
    }
    static HttpsClient::Headers bearer(const protocol::InvitationFile& file) {
        return {{"Authorization", "Bearer " + crypto::base64_encode(protocol::token_of(file.secret).expose())}};
    }
};

// Section 8 of docs/protocol.md in other words; whether the designation is valid then, the register decides.
bool may_invite(const std::string& inviter, Role own_role, const std::string& handle, Role role, Purpose purpose) {
    const auto member = [](const std::string& text) { return text.substr(0, text.find('.')); };
    if (purpose == Purpose::device) return handle == inviter && role == own_role;
    if (handle == inviter) return false;
    if (own_role == Role::officer) return role == Role::expert || (role == Role::officer) == (member(handle) == "dmr");
    if (own_role != Role::focal_point || member(handle) != member(inviter)) return false;
    return role == Role::focal_point || role == Role::national_reader || role == Role::agent;
}

TEST_F(inviting, each_inviter_invites_exactly_whom_they_may) {
    (void)expert("dmr.10");
    int taken = 0, refused = 0, number = 20;
    for (const std::string inviter : {"dmr.01", "fr.01", "dmr.10"})
        for (const std::string member : {"dmr", "fr", "de", "itself"})
            for (const auto role : {Role::officer, Role::focal_point, Role::national_reader, Role::expert, Role::agent})
                for (const auto purpose : {Purpose::person, Purpose::device}) {
                    // A handle for each: an enrolment that is pending does not stand in the way of the next.
                    const auto handle = member == "itself" ? inviter : member + "." + std::to_string(number++);
                    const auto& person = network.person(inviter);
                    const bool may = may_invite(inviter, person.role, handle, role, purpose);
                    const auto got = outcome(invite(person, handle, role, purpose));
                    EXPECT_EQ(got, may ? "pending" : "invitation-invalid")
                        << inviter << " invites " << handle << " as " << protocol::role_name(role)
                        << (purpose == Purpose::device ? " device" : "");
                    (may ? taken : refused)++;
                }
    std::cout << taken << " invitations taken, " << refused << " refused" << std::endl;
    EXPECT_EQ(taken, 16);
}

TEST_F(inviting, who_is_no_longer_designated_invites_nobody) {
    auto& person = expert("dmr.10");
    const auto lost = further_device("fr.01");
    const auto by_expert = invite(person, "dmr.10", Role::expert, Purpose::device);
    const auto by_lost = invite(lost, "fr.02", Role::focal_point, Purpose::person);
    take("dmr.01", {revocation(network.officer(), "dmr.10")});
    take("fr.01", {revocation(network.person("fr.01"), "fr.01", lost.device())});
    EXPECT_EQ(outcome(by_expert), "invitation-invalid");
    EXPECT_EQ(outcome(by_lost), "invitation-invalid");
    EXPECT_EQ(outcome(invite(network.person("fr.01"), "fr.02", Role::focal_point, Purpose::person)), "pending");
}

TEST_F(inviting, a_focal_point_founds_no_epoch_of_the_state) {
    EXPECT_EQ(outcome(invite(network.person("fr.01"), "fr.02", Role::focal_point, Purpose::person, 2)),
              "enrolment-invalid");  // no rotation
    const auto file = invite(network.person("fr.01"), "fr.02", Role::focal_point, Purpose::person, 2);
    EXPECT_EQ(enrol(network.enrolment(file, network.person("fr.02")), protocol::token_of(file.secret)).problem(),
              "invitation-invalid");
}

TEST_F(inviting, a_person_is_shown_to_their_inviter_and_to_officers) {
    const auto file = invite(network.person("fr.01"), "fr.02", Role::focal_point, Purpose::person);
    ASSERT_EQ(outcome(file), "pending");
    const auto shown = connect("fr.01").get("/v1/enrolments/fr.02");
    ASSERT_EQ(shown.status, 200u) << shown.text();
    const auto enrolment = protocol::parse_enrolment(protocol::Json::parse(shown.text()).at("enrolment").dump());
    ASSERT_TRUE(enrolment);
    EXPECT_TRUE(protocol::check_mac(*enrolment, file.invitation, protocol::mac_key_of(file.secret)));
    EXPECT_EQ(connect("dmr.01").get("/v1/enrolments/fr.02"), shown);
    const auto absent = connect("de.01").get("/v1/enrolments/de.77");
    EXPECT_EQ(absent.status, 404u);
    EXPECT_EQ(connect("de.01").get("/v1/enrolments/fr.02"), absent);
    EXPECT_EQ(connect().get("/v1/enrolments/fr.02"), absent);
    EXPECT_EQ(connect().get("/v1/enrolments/fr.02", bearer(file)).text(), R"({"status":"pending"})");
    EXPECT_EQ(connect("dmr.01").get("/v1/enrolments").text(), R"({"pending":["fr.02"]})");
    // An officer's invitation is the officers' to see.
    ASSERT_EQ(outcome(invite(network.officer(), "fr.03", Role::focal_point, Purpose::person)), "pending");
    EXPECT_EQ(connect("fr.01").get("/v1/enrolments/fr.03"), absent);
}

TEST_F(inviting, a_device_is_shown_to_its_person_alone_and_is_approved_with_its_entry) {
    const auto& person = network.person("fr.01");
    const auto file = invite(person, "fr.01", Role::focal_point, Purpose::device);
    const auto device = make_person("fr.01");
    ASSERT_EQ(enrol(enrolment_of(file, device), protocol::token_of(file.secret)).status, 201u);
    EXPECT_EQ(enrol(enrolment_of(file, device), protocol::token_of(file.secret)).status, 200u);   // the same again
    EXPECT_EQ(enrol(enrolment_of(file, make_person("fr.01")), protocol::token_of(file.secret)).problem(), "invitation-used");

    const auto shown = protocol::Json::parse(connect("fr.01").get("/v1/enrolments/fr.01").text());
    EXPECT_EQ(shown.at("status"), "pending");
    EXPECT_EQ(shown.at("second_uses"), 1);
    const auto enrolment = protocol::parse_enrolment(shown.at("enrolment").dump()).value();
    EXPECT_TRUE(protocol::check_mac(enrolment, file.invitation, protocol::mac_key_of(file.secret)));
    const auto absent = connect("de.01").get("/v1/enrolments/de.77");
    for (const char* stranger : {"dmr.01", "de.01"}) EXPECT_EQ(connect(stranger).get("/v1/enrolments/fr.01"), absent) << stranger;
    EXPECT_EQ(connect("dmr.01").get("/v1/enrolments").text(), R"({"pending":[]})");

    // What the older device needs for its entry is in the enrolment.
    take("fr.01", {network.governing(person, protocol::DeviceClaim{.keys = enrolment.keys, .proof = enrolment.proof.value()})});
    EXPECT_EQ(connect().get("/v1/enrolments/fr.01", bearer(file)).text(), R"({"status":"approved"})");
    auto joined = connect(&device);
    EXPECT_EQ(page(joined).deliveries.size(), static_cast<std::size_t>(network.size()));
    EXPECT_EQ(protocol::Json::parse(joined.get("/v1/enrolments/fr.01").text()).at("status"), "approved");
}

TEST_F(inviting, spoilt_enrolments_of_devices_are_refused_one_by_one) {
    const auto& person = network.person("fr.01");
    const auto file = invite(person, "fr.01", Role::focal_point, Purpose::device);
    const auto device = make_person("fr.01"), stranger = make_person("fr.01");
    const auto good = enrolment_of(file, device);
    const auto sealed = enrolment_of(invite(network.officer(), "fr.02", Role::focal_point, Purpose::person), stranger).contact;
    const auto token = [&] { return protocol::token_of(file.secret); };
    struct Case {
        std::string name;
        protocol::Enrolment enrolment;
        std::string problem = "enrolment-invalid";
    };
    std::vector<Case> cases;
    const auto add = [&](const std::string& name, auto spoil) {
        cases.push_back({.name = name, .enrolment = good});
        spoil(cases.back().enrolment);
    };
    add("without a proof", [](auto& e) { e.proof.reset(); });
    add("with a proof of nothing", [](auto& e) { e.proof->bytes = {}; });
    add("with a flipped proof", [](auto& e) { e.proof->bytes[7] ^= 1; });
    add("with the signature as proof", [](auto& e) { e.proof = e.signature; });
    add("with a proof by another device", [&](auto& e) { e.proof = enrolment_of(file, stranger).proof; });
    add("with a proof for another handle", [&](auto& e) {
        const auto line = protocol::device_line(network.state().network(), *protocol::Handle::parse("de.01"), device.keys());
        e.proof = device.key.sign(crypto::Context::device, crypto::as_bytes(line));
    });
    add("with a proof in another context", [&](auto& e) {
        const auto line = protocol::device_line(network.state().network(), device.handle, device.keys());
        e.proof = device.key.sign(crypto::Context::enrolment, crypto::as_bytes(line));
    });
    add("with a contact", [&](auto& e) { e.contact = sealed; });
    add("with a rotation", [](auto& e) { e.rotation = crypto::Bytes{1, 2, 3}; });
    add("with a flipped signature", [](auto& e) { e.signature.bytes[0] ^= 1; });
    add("with another's keys", [&](auto& e) { e.keys = stranger.keys(); });
    add("with another's TLS key", [&](auto& e) { e.keys.tls = stranger.tls.pin(); });
    cases.push_back({.name = "of a person", .enrolment = protocol::make_enrolment(file, device.keys(), device.key, sealed, {})});
    const auto spoil_invitation = [&](const std::string& name, auto spoil, const std::string& problem = "invitation-invalid") {
        auto changed = invite(person, "fr.01", Role::focal_point, Purpose::device);
        spoil(changed.invitation);
        cases.push_back(
            {.name = name, .enrolment = enrolment_of(signed_by(std::move(changed), person), device), .problem = problem});
    };
    spoil_invitation("invited by another", [](auto& i) { i.inviter = *protocol::Handle::parse("de.01"); });
    spoil_invitation("invited for another", [](auto& i) { i.handle = *protocol::Handle::parse("fr.02"); });
    spoil_invitation("invited with another role", [](auto& i) { i.role = Role::officer; });
    spoil_invitation("invited to found", [](auto& i) { i.founds_epoch = 2; });
    spoil_invitation("invited to another network", [](auto& i) { i.network[0] ^= 1; });
    spoil_invitation("invited to another gateway", [](auto& i) { i.pins[0][0] ^= 1; });
    spoil_invitation("invited too long ago", [](auto& i) { i.expires = wall_seconds() - 1; }, "invitation-expired");
    spoil_invitation("invited by a device that is not known", [&](auto& i) { i.inviter_key = stranger.key.verify_key(); });

    const auto before = tree();
    for (const auto& one : cases) {
        const auto response = enrol(one.enrolment, token());
        EXPECT_EQ(response.problem(), one.problem) << one.name << ": " << response.text();
    }
    EXPECT_EQ(enrol(good, crypto::random_secret<protocol::EnrolmentToken>()).problem(), "token-mismatch");
    EXPECT_EQ(connect("fr.01").get("/v1/enrolments/fr.01").status, 404u);
    EXPECT_EQ(tree(), before);
    EXPECT_EQ(enrol(good, token()).status, 201u);   // nothing of it was there
}

}  // namespace
}  // namespace test
