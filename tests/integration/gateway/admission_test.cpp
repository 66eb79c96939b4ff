#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {
namespace {

class admission : public GatewayFixture {
protected:
    HttpResponse enrol(const protocol::Enrolment& enrolment, const protocol::EnrolmentToken& token) {
        return connect().post("/v1/enrolments", "application/json",
                              crypto::as_bytes(protocol::enrolment_call_json(enrolment, token)));
    }
    static HttpsClient::Headers bearer(const protocol::EnrolmentToken& token) {
        return {{"Authorization", "Bearer " + crypto::base64_encode(token.expose())}};
    }
};

TEST_F(admission, before_the_founding_only_health_and_enrolments_answer) {
    const auto health = connect().get("/v1/health");
    EXPECT_EQ(health.status, 200u);
    const auto json = protocol::Json::parse(health.text());
    EXPECT_EQ(json.at("founded"), false);
    EXPECT_EQ(json.at("log"), gateway.log().text());
    EXPECT_EQ(json.at("origin"), gateway.log().name());
    EXPECT_NE(json.at("tls_group"), "unknown");
    EXPECT_EQ(connect().get("/v1/entries").problem(), "not-founded");
    EXPECT_EQ(connect().get("/v1/log/checkpoint").problem(), "not-founded");
    EXPECT_EQ(connect().get("/v1/enrolments/fr.01").status, 404u);
}

TEST_F(admission, founds_once_with_the_right_token_only) {
    const auto batch = network.founding();
    const auto post = [&](const protocol::EnrolmentToken& token, const std::vector<protocol::Entry>& entries) {
        const auto call = protocol::founding_call_json(token, bytes_of(entries));
        return connect().post("/v1/enrolments", "application/json", crypto::as_bytes(call));
    };
    const auto guess = post(crypto::random_secret<protocol::EnrolmentToken>(), batch);
    EXPECT_EQ(guess.status, 403u);
    EXPECT_EQ(guess.problem(), "token-mismatch");
    EXPECT_EQ(protocol::Json::parse(connect().get("/v1/health").text()).at("founded"), false);

    auto broken = batch;
    broken.back().signature.bytes[0] ^= 1;
    EXPECT_EQ(post(gateway.founding_token(), broken).problem(), "bad-signature");
    EXPECT_EQ(protocol::Json::parse(connect().get("/v1/health").text()).at("founded"), false);

    const auto founded = post(gateway.founding_token(), batch);
    ASSERT_EQ(founded.status, 201u) << founded.text();
    const auto receipts = protocol::wire::parse_receipts(founded.text()).value();
    for (std::size_t i = 0; i < batch.size(); ++i)
        EXPECT_TRUE(protocol::verify_receipt(batch[i].id, receipts[i].leaf, receipts[i].proof, gateway.log()));

    const auto again = post(gateway.founding_token(), batch);
    EXPECT_EQ(again.status, 200u);
    EXPECT_EQ(again.text(), founded.text());
    Network other(gateway.log(), gateway.pin(), {"fr"}, wall_seconds());
    EXPECT_EQ(post(gateway.founding_token(), other.founding()).problem(), "already-founded");
}

TEST_F(admission, a_person_joins_with_an_invitation_and_reads_at_once) {
    found();
    const auto file = network.invitation(network.officer(), "fr.01", "localhost:7443");
    const auto token = protocol::token_of(file.secret);
    const auto enrolment = network.enrolment(file, network.person("fr.01"));
    EXPECT_EQ(connect().get("/v1/enrolments/fr.01", bearer(token)).status, 404u);

    const auto pending = enrol(enrolment, token);
    EXPECT_EQ(pending.status, 201u) << pending.text();
    EXPECT_EQ(pending.text(), R"({"status":"pending"})");
    EXPECT_EQ(enrol(enrolment, token).status, 200u);  // the same bytes again
    EXPECT_EQ(connect().get("/v1/enrolments/fr.01", bearer(token)).text(), R"({"status":"pending"})");

    auto officer = connect("dmr.01");
    EXPECT_EQ(officer.get("/v1/enrolments").text(), R"({"pending":["fr.01"]})");
    const auto shown = protocol::Json::parse(officer.get("/v1/enrolments/fr.01").text());
    EXPECT_EQ(shown.at("status"), "pending");
    EXPECT_EQ(shown.at("second_uses"), 0);
    const auto read_back = protocol::parse_enrolment(shown.at("enrolment").dump());
    ASSERT_TRUE(read_back);
    EXPECT_TRUE(protocol::check_mac(*read_back, file.invitation, protocol::mac_key_of(file.secret)));

    admit("fr.01");
    EXPECT_EQ(connect().get("/v1/enrolments/fr.01", bearer(token)).text(), R"({"status":"approved"})");
    EXPECT_EQ(officer.get("/v1/enrolments").text(), R"({"pending":[]})");
    auto joined = connect("fr.01");
    EXPECT_EQ(page(joined).deliveries.size(), 8u);
}

TEST_F(admission, tells_nothing_about_enrolments_to_others) {
    found();
    admit("de.01");
    const auto file = network.invitation(network.officer(), "fr.01", "localhost:7443");
    ASSERT_EQ(enrol(network.enrolment(file, network.person("fr.01")), protocol::token_of(file.secret)).status, 201u);
    const auto absent = connect().get("/v1/enrolments/se.01");
    EXPECT_EQ(absent.status, 404u);
    EXPECT_EQ(connect().get("/v1/enrolments/fr.01"), absent);
    EXPECT_EQ(connect().get("/v1/enrolments/fr.01", bearer(crypto::random_secret<protocol::EnrolmentToken>())), absent);
    EXPECT_EQ(connect().get("/v1/enrolments/fr.01", {{"Authorization", "Bearer x"}}), absent);
    EXPECT_EQ(connect("de.01").get("/v1/enrolments/fr.01"), absent);
    EXPECT_EQ(connect("de.01").get("/v1/enrolments"), absent);
    EXPECT_EQ(connect("dmr.01").get("/v1/enrolments/..%2f"), absent);
}

TEST_F(admission, refuses_what_is_no_valid_enrolment_each_by_its_name) {
    found();
    const auto& joiner = network.person("fr.01");
    const auto refusal = [&](const protocol::InvitationFile& file) {
        return enrol(network.enrolment(file, joiner), protocol::token_of(file.secret)).problem();
    };
    const auto resign = [&](protocol::InvitationFile file, const Person& signer) {
        file.signed_part = protocol::sign_invitation(file.invitation, signer.key);
        return file;
    };
    const auto fresh = [&] { return network.invitation(network.officer(), "fr.01", "localhost:7443"); };

    auto expired = fresh();
    expired.invitation.expires = wall_seconds() - 1;
    EXPECT_EQ(refusal(resign(std::move(expired), network.officer())), "invitation-expired");
    auto elsewhere = fresh();
    elsewhere.invitation.network[0] ^= 1;
    EXPECT_EQ(refusal(resign(std::move(elsewhere), network.officer())), "enrolment-invalid");  // its rotation names the network
    auto pins = fresh();
    pins.invitation.pins[0][0] ^= 1;
    EXPECT_EQ(refusal(resign(std::move(pins), network.officer())), "invitation-invalid");

    const auto impostor = make_person("dmr.01");
    auto forged = network.invitation(impostor, "fr.01", "localhost:7443");
    EXPECT_EQ(refusal(forged), "invitation-invalid");
    auto unsigned_part = fresh();
    unsigned_part.signed_part[unsigned_part.signed_part.size() - 10] ^= 1;
    EXPECT_EQ(refusal(unsigned_part), "invitation-invalid");

    const auto file = fresh();
    EXPECT_EQ(enrol(network.enrolment(file, joiner), crypto::random_secret<protocol::EnrolmentToken>()).problem(),
              "token-mismatch");
    auto wrong_key = network.enrolment(file, joiner);
    wrong_key.signature.bytes[3] ^= 1;
    EXPECT_EQ(enrol(wrong_key, protocol::token_of(file.secret)).problem(), "enrolment-invalid");
    auto plain = network.enrolment(file, joiner);
    plain.contact = crypto::to_bytes("Jeanne Exemple");
    EXPECT_EQ(enrol(plain, protocol::token_of(file.secret)).problem(), "enrolment-invalid");
    EXPECT_EQ(connect("dmr.01").get("/v1/enrolments").text(), R"({"pending":[]})");
}

TEST_F(admission, a_second_use_of_an_invitation_is_refused_and_shown_to_the_inviter) {
    found();
    const auto file = network.invitation(network.officer(), "fr.01", "localhost:7443");
    ASSERT_EQ(enrol(network.enrolment(file, network.person("fr.01")), protocol::token_of(file.secret)).status, 201u);
    const auto thief = make_person("fr.01");
    const auto refused = enrol(network.enrolment(file, thief), protocol::token_of(file.secret));
    EXPECT_EQ(refused.status, 409u);
    EXPECT_EQ(refused.problem(), "invitation-used");
    const auto shown = protocol::Json::parse(connect("dmr.01").get("/v1/enrolments/fr.01").text());
    EXPECT_EQ(shown.at("second_uses"), 1);
}

}  // namespace
}  // namespace test
