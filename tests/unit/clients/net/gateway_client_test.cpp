#include "clients/core/net/gateway_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "crypto/encoding.hpp"
#include "tests/unit/clients/net/test_server.hpp"

namespace clients {
namespace {

using namespace std::chrono_literals;
using test::HttpRequest;
using test::Peer;
using test::TestServer;
namespace http = boost::beast::http;

constexpr const char* json = "application/json";
constexpr const char* problem_type = "application/problem+json";
constexpr const char* health_json =
    R"({"status":"ok","version":"0.1.0","log":"l+1+k","origin":"h/nfp/0","founded":true,"tls_group":"X25519","time":1700000000})";

// Answers every request on a connection with the same, and keeps what was asked.
struct Recorder {
    int status = 200;
    std::string type = json, body = health_json;
    std::vector<HttpRequest> requests;

    void operator()(Peer& peer) {
        while (true) {
            requests.push_back(peer.read_request());
            peer.answer(status, type, body);
        }
    }
};
test::Script script_of(Recorder& recorder) {
    return [&recorder](Peer& peer) { recorder(peer); };
}

std::string receipts_json(std::size_t count) {
    return protocol::wire::encode_receipts(
        std::vector<protocol::wire::ReceiptText>(count, {.leaf = "{\"id\":\"x\"}", .proof = "c2sp\n"}));
}

protocol::EnrolmentToken token() {
    std::array<std::uint8_t, 32> bytes;
    bytes.fill(5);
    return protocol::EnrolmentToken(std::span<const std::uint8_t, 32>(bytes));
}

protocol::Enrolment sample_enrolment() {
    protocol::Enrolment enrolment;
    enrolment.invitation = "line\ned25519 x\n";
    enrolment.contact = {1, 2, 3};
    return enrolment;
}

TEST(gateway_client, asks_for_health_without_a_certificate) {
    Recorder recorder;
    std::optional<test::SeenCertificate> certificate;
    TestServer server({[&](Peer& peer) {
        certificate = peer.certificate();
        recorder(peer);
    }});
    Endpoint endpoint = server.endpoint();
    endpoint.language = "fr";
    {
        GatewayClient client(endpoint, nullptr, {});
        const auto health = client.health();
        ASSERT_TRUE(health) << health.error().detail;
        EXPECT_EQ(health->version, "0.1.0");
        EXPECT_EQ(health->log, "l+1+k");
        EXPECT_EQ(health->origin, "h/nfp/0");
        EXPECT_TRUE(health->founded);
        EXPECT_EQ(health->tls_group, "X25519");
        EXPECT_EQ(health->time, 1'700'000'000);
    }
    ASSERT_EQ(recorder.requests.size(), 1u);
    const auto& request = recorder.requests[0];
    EXPECT_EQ(request.method(), http::verb::get);
    EXPECT_EQ(request.target(), "/v1/health");
    EXPECT_EQ(request[http::field::host], endpoint.text());
    EXPECT_EQ(request[http::field::accept_language], "fr");
    EXPECT_EQ(request.count(http::field::authorization), 0u);
    EXPECT_FALSE(certificate);
}

TEST(gateway_client, shows_a_fresh_certificate_around_its_key) {
    Recorder recorder;
    std::promise<std::optional<test::SeenCertificate>> seen;
    TestServer server({[&](Peer& peer) {
        seen.set_value(peer.certificate());
        recorder(peer);
    }});
    const auto key = crypto::tls::Key::generate();
    GatewayClient client(server.endpoint(), &key, "fr.01");
    ASSERT_TRUE(client.health());
    const auto certificate = seen.get_future().get();
    ASSERT_TRUE(certificate);
    EXPECT_EQ(certificate->pin, key.pin());
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    EXPECT_NEAR(static_cast<double>(certificate->not_before), static_cast<double>(now - 86'400), 60);
    EXPECT_NEAR(static_cast<double>(certificate->not_after), static_cast<double>(now + 365 * 86'400), 60);
}

TEST(gateway_client, goes_only_to_the_pinned_key) {
    bool asked = false;
    TestServer server({[&](Peer& peer) {
        (void)peer.read_request();
        asked = true;
    }});
    Endpoint endpoint = server.endpoint();
    const std::string right = crypto::hex_encode(endpoint.pins[0]);
    endpoint.pins[0][31] ^= 1;
    const auto expect_mismatch = [&](const Endpoint& to) {
        GatewayClient client(to, nullptr, {});
        const auto health = client.health();
        ASSERT_FALSE(health);
        EXPECT_EQ(health.error().code, net_errc::pin_mismatch);
        EXPECT_THAT(health.error().detail, testing::HasSubstr(right)) << "the pin seen";
        EXPECT_THAT(health.error().detail, testing::HasSubstr(to.text()));
    };
    expect_mismatch(endpoint);
    endpoint.pins.clear();
    expect_mismatch(endpoint);
    EXPECT_FALSE(asked);

    // Any of several pins will do: a change of the gateway's key is announced by its next one.
    Endpoint two = server.endpoint();
    two.pins.insert(two.pins.begin(), crypto::tls::SpkiPin{});
    Recorder recorder;
    TestServer other({script_of(recorder)});
    two.pins.push_back(other.endpoint().pins[0]);
    two.port = other.endpoint().port;
    GatewayClient client(two, nullptr, {});
    EXPECT_TRUE(client.health());
}

TEST(gateway_client, keeps_its_connection) {
    Recorder recorder;
    TestServer server({script_of(recorder)});
    GatewayClient client(server.endpoint(), nullptr, {});
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(client.health());
    EXPECT_EQ(server.connections(), 1);
}

TEST(gateway_client, connects_anew_when_the_kept_connection_was_closed) {
    Recorder recorder;
    TestServer server({[&](Peer& peer) {
                           (void)peer.read_request();
                           peer.answer(200, json, health_json);
                       },
                       script_of(recorder)});
    GatewayClient client(server.endpoint(), nullptr, {});
    ASSERT_TRUE(client.health());
    const auto again = client.health();
    EXPECT_TRUE(again) << again.error().detail;
    EXPECT_EQ(server.connections(), 2);
    EXPECT_TRUE(client.health());
    EXPECT_EQ(server.connections(), 2);
}

TEST(gateway_client, sends_a_large_batch_again_after_a_close) {
    Recorder recorder{.status = 200, .type = json, .body = receipts_json(2), .requests = {}};
    TestServer server({[&](Peer& peer) {
                           (void)peer.read_request();
                           peer.answer(201, json, receipts_json(2));
                       },
                       script_of(recorder)});
    const std::vector<crypto::Bytes> entries{crypto::Bytes(2'000'000, 'a'), crypto::Bytes(2'000'000, 'b')};
    std::optional<GatewayClient> client(std::in_place, server.endpoint(), nullptr, "");
    EXPECT_FALSE(client->submit(entries).value().repeated);
    EXPECT_TRUE(client->submit(entries).value().repeated);
    client.reset();
    ASSERT_EQ(recorder.requests.size(), 1u);
    EXPECT_EQ(crypto::to_bytes(recorder.requests[0].body()), protocol::wire::encode_batch(entries));
}

TEST(gateway_client, does_not_try_again_on_a_fresh_connection) {
    TestServer server({[](Peer&) {}});
    const auto key = crypto::tls::Key::generate();
    GatewayClient client(server.endpoint(), &key, "fr.01");
    const auto health = client.health();
    ASSERT_FALSE(health);
    EXPECT_EQ(health.error().code, net_errc::closed);
    EXPECT_EQ(server.connections(), 1);
    // The client is of use again afterwards.
    EXPECT_EQ(client.health().error().code, net_errc::closed);
    EXPECT_EQ(server.connections(), 2);
}

TEST(gateway_client, obeys_connection_close) {
    TestServer server({[](Peer& peer) {
        (void)peer.read_request();
        peer.write(std::string("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ") +
                   std::to_string(std::string_view(health_json).size()) + "\r\n\r\n" + health_json);
        peer.wait_for_close();
    }});
    GatewayClient client(server.endpoint(), nullptr, {});
    EXPECT_TRUE(client.health());
    EXPECT_TRUE(client.health());
    EXPECT_EQ(server.connections(), 2);
}

TEST(gateway_client, names_a_gateway_that_is_not_there) {
    Endpoint endpoint;
    {
        TestServer server({[](Peer&) {}});
        endpoint = server.endpoint();
    }
    GatewayClient client(endpoint, nullptr, {});
    EXPECT_EQ(client.health().error().code, net_errc::unreachable);
    endpoint.host = "no-such-host.invalid";
    GatewayClient nowhere(endpoint, nullptr, {});
    EXPECT_EQ(nowhere.health().error().code, net_errc::unreachable);
}

TEST(gateway_client, finds_a_host_by_its_name) {
    Recorder recorder;
    TestServer server({script_of(recorder)});
    Endpoint endpoint = server.endpoint();
    endpoint.host = "localhost";
    GatewayClient client(endpoint, nullptr, {});
    const auto health = client.health();
    EXPECT_TRUE(health) << health.error().detail;
}

TEST(gateway_client, submits_one_entry_as_it_is_and_several_as_a_batch) {
    Recorder recorder{.status = 201, .type = json, .body = receipts_json(1), .requests = {}};
    TestServer server({script_of(recorder)});
    std::optional<GatewayClient> client(std::in_place, server.endpoint(), nullptr, "");
    const std::vector<crypto::Bytes> one{crypto::to_bytes("entry")}, two{crypto::to_bytes("a"), crypto::to_bytes("bc")};
    const auto submitted = client->submit(one);
    ASSERT_TRUE(submitted) << submitted.error().detail;
    EXPECT_FALSE(submitted->repeated);
    EXPECT_EQ(submitted->receipts.size(), 1u);
    EXPECT_EQ(submitted->receipts[0].proof, "c2sp\n");
    EXPECT_EQ(client->submit(two).error().code, net_errc::malformed_answer) << "one receipt for two entries";
    client.reset();
    ASSERT_EQ(recorder.requests.size(), 2u);
    EXPECT_EQ(recorder.requests[0].method(), http::verb::post);
    EXPECT_EQ(recorder.requests[0].target(), "/v1/entries");
    EXPECT_EQ(recorder.requests[0][http::field::content_type], protocol::wire::entry_type);
    EXPECT_EQ(recorder.requests[0].body(), "entry");
    EXPECT_EQ(recorder.requests[1][http::field::content_type], protocol::wire::batch_type);
    EXPECT_EQ(recorder.requests[1].body(), "1\na2\nbc");
}

TEST(gateway_client, fetches_pages_entries_and_the_checkpoint) {
    const protocol::wire::Page page{.checkpoint = "note\n", .next = 8, .more = true,
                                    .deliveries = {{.index = 7, .leaf = "{}", .proof = {crypto::Digest{}},
                                                    .delivered = protocol::Delivered::header_only, .entry = {1, 2, 3}}}};
    const crypto::Bytes encoded = protocol::wire::encode_page(page);
    Recorder recorder{
        .status = 200, .type = std::string(protocol::wire::deliveries_type), .body = crypto::to_text(encoded), .requests = {}};
    TestServer server({script_of(recorder)});
    std::optional<GatewayClient> client(std::in_place, server.endpoint(), nullptr, "");
    const auto got = client->entries(6);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->checkpoint, "note\n");
    EXPECT_EQ(got->next, 8u);
    EXPECT_TRUE(got->more);
    ASSERT_EQ(got->deliveries.size(), 1u);
    EXPECT_EQ(got->deliveries[0].entry, (crypto::Bytes{1, 2, 3}));
    EXPECT_TRUE(client->entries(std::nullopt));
    EXPECT_EQ(client->entry(protocol::EntryId{}).value(), encoded) << "byte for byte";
    EXPECT_EQ(client->checkpoint().value(), crypto::to_text(encoded));
    client.reset();
    ASSERT_EQ(recorder.requests.size(), 4u);
    EXPECT_EQ(recorder.requests[0].target(), "/v1/entries?after=6");
    EXPECT_EQ(recorder.requests[1].target(), "/v1/entries");
    EXPECT_EQ(recorder.requests[2].target(), "/v1/entries/" + std::string(64, '0'));
    EXPECT_EQ(recorder.requests[3].target(), "/v1/log/checkpoint");
}

TEST(gateway_client, enrols_and_asks_how_it_stands) {
    Recorder recorder{.status = 201, .type = json, .body = R"({"status":"pending"})", .requests = {}};
    TestServer server({script_of(recorder)});
    std::optional<GatewayClient> client(std::in_place, server.endpoint(), nullptr, "");
    EXPECT_TRUE(client->enrol(sample_enrolment(), token()));
    const auto handle = protocol::Handle::parse("fr.01").value();
    const auto secret = token();
    EXPECT_EQ(client->enrolment(handle, &secret).value().status, "pending");
    EXPECT_EQ(client->enrolment(handle, nullptr).value().second_uses, 0u);
    client.reset();
    ASSERT_EQ(recorder.requests.size(), 3u);
    EXPECT_EQ(recorder.requests[0].target(), "/v1/enrolments");
    EXPECT_EQ(recorder.requests[0][http::field::content_type], json);
    EXPECT_EQ(recorder.requests[0].body(), protocol::enrolment_call_json(sample_enrolment(), token()));
    EXPECT_EQ(recorder.requests[1].target(), "/v1/enrolments/fr.01");
    EXPECT_EQ(recorder.requests[1][http::field::authorization], "Bearer " + crypto::base64_encode(token().expose()));
    EXPECT_EQ(recorder.requests[2].count(http::field::authorization), 0u);
}

TEST(gateway_client, reads_an_enrolment_that_waits_for_approval) {
    Recorder recorder;
    recorder.body = R"({"enrolment":)" + protocol::enrolment_json(sample_enrolment()) + R"(,"second_uses":2,"status":"pending"})";
    TestServer server({script_of(recorder)});
    GatewayClient client(server.endpoint(), nullptr, "");
    const auto status = client.enrolment(protocol::Handle::parse("fr.01").value(), nullptr);
    ASSERT_TRUE(status) << status.error().detail;
    EXPECT_EQ(status->second_uses, 2u);
    ASSERT_TRUE(status->enrolment);
    EXPECT_EQ(status->enrolment->invitation, sample_enrolment().invitation);
    EXPECT_EQ(status->enrolment->contact, sample_enrolment().contact);
}

TEST(gateway_client, founds_with_the_first_batch) {
    Recorder recorder{.status = 201, .type = json, .body = receipts_json(2), .requests = {}};
    TestServer server({script_of(recorder)});
    const std::vector<crypto::Bytes> entries{{1}, {2}};
    {
        GatewayClient client(server.endpoint(), nullptr, "");
        EXPECT_EQ(client.found(token(), entries).value().receipts.size(), 2u);
    }
    ASSERT_EQ(recorder.requests.size(), 1u);
    EXPECT_EQ(recorder.requests[0].body(), protocol::founding_call_json(token(), entries));
}

TEST(gateway_client, passes_a_refusal_on) {
    Recorder recorder{.status = 409,
                      .type = problem_type,
                      .body = protocol::problem_json({.status = 409, .name = "stale-epoch", .title = "Seal again.", .entry = 1}),
                      .requests = {}};
    TestServer server({script_of(recorder)});
    GatewayClient client(server.endpoint(), nullptr, "");
    const auto submitted = client.submit({{1}, {2}});
    ASSERT_FALSE(submitted);
    EXPECT_EQ(submitted.error().code, protocol::errc::stale_epoch);
    ASSERT_TRUE(submitted.error().problem);
    EXPECT_EQ(submitted.error().problem->entry, 1u);
    EXPECT_THAT(submitted.error().detail, testing::HasSubstr("Seal again."));
    // The same connection goes on: a refusal is an answer.
    EXPECT_FALSE(client.submit({{1}}));
    EXPECT_EQ(server.connections(), 1);
}

TEST(gateway_client, keeps_a_refusal_that_is_the_gateways_own) {
    Recorder recorder{.status = 503,
                      .type = std::string(problem_type) + "; charset=utf-8",
                      .body = protocol::problem_json({.status = 503, .name = "overloaded", .title = "Later.", .entry = {}}),
                      .requests = {}};
    TestServer server({script_of(recorder)});
    GatewayClient client(server.endpoint(), nullptr, "");
    const auto refused = client.checkpoint();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, net_errc::refused);
    EXPECT_EQ(refused.error().problem.value().name, "overloaded");
}

TEST(gateway_client, reads_a_refusal_that_comes_before_the_body_was_taken) {
    TestServer server({[](Peer& peer) {
        peer.answer(413, problem_type,
                    protocol::problem_json({.status = 413, .name = "too-large", .title = "Smaller.", .entry = {}}));
        (void)peer.read_request();
    }});
    GatewayClient client(server.endpoint(), nullptr, "");
    EXPECT_EQ(client.submit({crypto::Bytes(4'000'000, 'a')}).error().code, protocol::errc::too_large);
}

}  // namespace
}  // namespace clients
