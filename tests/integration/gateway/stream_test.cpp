#include <signal.h>

#include <boost/system/system_error.hpp>

#include <fstream>
#include <set>
#include <thread>

#include "tests/integration/gateway/gateway_fixture.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/support/stream_client.hpp"

namespace test {
namespace {

using namespace std::chrono_literals;
using protocol::wire::Page;
using protocol::wire::StreamAnswer;

class streaming : public FoundedGateway {
protected:
    // A slow reader on a busy machine is slow indeed.
    streaming() : FoundedGateway({{"response_timeout_ms", "300000"}}) {}

    StreamClient stream(const std::string& handle, const std::string& query = "") {
        return StreamClient(gateway.port(), network.person(handle), query);
    }
    void submit(const std::string& handle, const protocol::Entry& entry) {
        const auto response = connect(handle).submit(entry);
        ASSERT_EQ(response.status, 201u) << response.text();
    }
    protocol::Entry end_of(const std::string& handle) {
        const auto& person = network.person(handle);
        return network.governing(network.officer(),
            protocol::DesignationClaim{.handle = person.handle, .role = person.role, .keys = person.keys(), .from = {},
                                       .until = wall_seconds() - 1,
                                       .replaces = network.state().find_person(person.handle)->designation},
            network.audience_of({"network"}));
    }
    // Everything a page holds, as a reader that keeps nothing else would see it.
    static std::vector<std::pair<std::uint64_t, crypto::Bytes>> entries_of(const Page& page) {
        std::vector<std::pair<std::uint64_t, crypto::Bytes>> out;
        for (const auto& delivery : page.deliveries) out.emplace_back(delivery.index, delivery.entry);
        return out;
    }
    std::size_t resident_kib() const {
        std::ifstream in("/proc/" + std::to_string(gateway.pid()) + "/status");
        for (std::string line; std::getline(in, line);)
            if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
        return 0;
    }
};

TEST_F(streaming, gives_first_what_the_call_gives_then_what_is_appended) {
    auto client = connect("de.01");
    const auto before = page(client);
    auto live = stream("de.01");
    const auto first = live.read_page();
    EXPECT_EQ(entries_of(first), entries_of(before));
    EXPECT_EQ(first.next, before.next);
    EXPECT_FALSE(first.more);
    std::vector<std::pair<std::uint64_t, crypto::Bytes>> pushed;
    for (int i = 0; i < 5; ++i) {
        submit("fr.01", network.request(network.person("fr.01")));
        for (const auto& one : entries_of(live.read_page())) pushed.push_back(one);
    }
    const auto called = page(client, "?after=" + std::to_string(before.next - 1));
    EXPECT_EQ(pushed, entries_of(called));
    EXPECT_EQ(pushed.size(), 5u);
}

TEST_F(streaming, every_push_verifies_against_its_own_fresh_checkpoint) {
    auto live = stream("de.01", "?after=3");
    for (auto got = live.read_page();; got = live.read_page()) {
        const auto checkpoint = protocol::open_checkpoint(got.checkpoint, gateway.log());
        ASSERT_TRUE(checkpoint);
        EXPECT_EQ(got.next, checkpoint->checkpoint.size);
        for (const auto& delivery : got.deliveries) {
            EXPECT_GT(delivery.index, 3u);
            EXPECT_TRUE(crypto::merkle::verify_inclusion(protocol::leaf_hash(delivery.leaf), delivery.index,
                                                         checkpoint->checkpoint.size, delivery.proof,
                                                         checkpoint->checkpoint.root));
        }
        if (checkpoint->checkpoint.size > 12) break;
        submit("fr.01", network.request(network.person("fr.01")));
    }
}

TEST_F(streaming, pushes_nothing_that_is_not_the_readers) {
    auto stranger = stream("fr.01", "?after=11");
    EXPECT_TRUE(stranger.read_page().deliveries.empty());
    const auto secret = network.information(network.officer(), {"dmr", "state:de"});
    submit("dmr.01", secret);
    const auto open = network.information(network.officer());
    submit("dmr.01", open);
    // In order: were the secret one pushed, it would stand first.
    const auto got = stranger.read_page();
    ASSERT_EQ(got.deliveries.size(), 1u);
    EXPECT_EQ(got.deliveries[0].index, 13u);
    EXPECT_EQ(got.deliveries[0].entry, protocol::entry_bytes(open));
    auto reader = stream("de.01", "?after=11");
    EXPECT_EQ(reader.read_page().deliveries.size(), 2u);
}

TEST_F(streaming, two_hundred_pipelined_submissions_get_two_hundred_receipts) {
    auto live = stream("fr.01");
    std::vector<protocol::Entry> sent;
    for (int i = 0; i < 200; ++i) sent.push_back(network.information(network.person("fr.01")));
    std::set<std::uint64_t> answered;
    std::set<std::string> leaves;
    std::size_t submitted = 0;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        // No answer is awaited before the next goes out, as far as the gateway reads ahead.
        for (; submitted < std::min(i + 64, sent.size()); ++submitted) live.submit(submitted + 7, sent[submitted]);
        const auto answer = live.read_answer();
        ASSERT_TRUE(answer.result) << answer.result.error().name;
        ASSERT_EQ(answer.result->size(), 1u);
        const auto& receipt = answer.result->front();
        EXPECT_TRUE(protocol::verify_receipt(sent[answer.sequence - 7].id, receipt.leaf, receipt.proof, gateway.log()));
        EXPECT_FALSE(answer.repeated);
        answered.insert(answer.sequence);
        leaves.insert(receipt.leaf);
    }
    EXPECT_EQ(answered.size(), 200u);
    EXPECT_EQ(leaves.size(), 200u);
    live.submit(1000, sent[0]);
    const auto again = live.read_answer();
    EXPECT_TRUE(again.repeated);
    EXPECT_TRUE(again.result);
}

TEST_F(streaming, a_refused_submission_is_answered_by_name_and_the_stream_goes_on) {
    auto live = stream("fr.01");
    auto entry = network.request(network.person("fr.01"));
    const auto good = entry;
    entry.body.back() ^= 1;
    live.submit(1, entry);
    const auto refused = live.read_answer();
    EXPECT_EQ(refused.sequence, 1u);
    ASSERT_FALSE(refused.result);
    EXPECT_EQ(refused.result.error().name, "body-mismatch");
    live.submit(2, network.information(network.person("de.01"), {"dmr", "state:fr"}));
    const auto outside = live.read_answer();
    ASSERT_FALSE(outside.result);
    EXPECT_EQ(outside.result.error().name, "own-circle-missing");
    const auto batch = std::vector{good, network.information(network.person("fr.01"))};
    live.write(protocol::wire::encode_submission({.sequence = 3, .type = protocol::wire::SubmissionType::batch,
                                                  .bytes = protocol::wire::encode_batch(bytes_of(batch))}));
    const auto taken = live.read_answer();
    ASSERT_TRUE(taken.result);
    EXPECT_EQ(taken.result->size(), 2u);
}

TEST_F(streaming, what_is_no_submission_ends_the_stream_with_a_reason) {
    const auto ends_with = [&](auto spoil, unsigned code) {
        auto live = stream("fr.01");
        try {
            spoil(live);
        } catch (const boost::system::system_error&) {
            // The gateway does not wait for all of it.
        }
        EXPECT_EQ(live.close_code(), code);
    };
    const auto entry = network.request(network.person("fr.01"));
    ends_with([&](StreamClient& live) { live.write(crypto::as_bytes("{\"submit\":1,\"type\":\"entry\"}")); }, 1007);
    ends_with([&](StreamClient& live) { live.write(crypto::as_bytes("{\"type\":\"entry\",\"submit\":1}\nx")); }, 1007);
    ends_with([&](StreamClient& live) { live.write_text("{\"submit\":1,\"type\":\"entry\"}\nx"); }, 1003);
    ends_with([&](StreamClient& live) {
        live.submit(5, entry);
        live.submit(5, entry);   // sequence numbers rise
    }, 1007);
    ends_with([&](StreamClient& live) { live.write(crypto::Bytes(9 * 1024 * 1024)); }, 1009);
    ends_with([&](StreamClient& live) {
        for (int i = 0; i < 10'000; ++i) live.write_part(crypto::as_bytes("x"), false);
    }, 1008);
    EXPECT_EQ(connect("fr.01").get("/v1/entries/" + protocol::id_text(entry.id)).status, 200u);   // sequence 5, the first time
}

TEST_F(streaming, a_message_in_a_few_fragments_is_one_message) {
    auto live = stream("fr.01");
    const auto bytes =
        protocol::wire::encode_submission({.sequence = 0,
                                           .type = protocol::wire::SubmissionType::entry,
                                           .bytes = protocol::entry_bytes(network.request(network.person("fr.01")))});
    const crypto::ByteView all(bytes);
    live.write_part(all.first(10), false);
    live.write_part(all.subspan(10, 1000), false);
    live.write_part(all.subspan(1010), true);
    EXPECT_TRUE(live.read_answer().result);
}

TEST_F(streaming, the_end_of_a_designation_closes_its_streams) {
    auto theirs = stream("fr.01");
    auto others = stream("dmr.01");
    take("dmr.01", {end_of("fr.01")});
    EXPECT_EQ(theirs.close_code(), 1008u);
    EXPECT_EQ(theirs.close_reason(), "not-designated");
    const auto after = network.information(network.officer(), {"dmr"});   // a circle that the end does not make stale
    submit("dmr.01", after);
    for (bool seen = false; !seen;)
        for (const auto& [index, bytes] : entries_of(others.read_page())) seen |= bytes == protocol::entry_bytes(after);
}

TEST_F(streaming, nothing_is_taken_from_who_is_no_longer_designated) {
    const auto carried = network.information(network.officer(), {"dmr"});   // valid, whoever carries it
    auto theirs = stream("fr.01");
    theirs.submit(1, carried);
    EXPECT_TRUE(theirs.read_answer().result);
    const auto late = network.information(network.officer(), {"dmr"});
    take("dmr.01", {end_of("fr.01")});
    try {
        theirs.submit(2, late);
    } catch (const boost::system::system_error&) {
    }
    EXPECT_EQ(theirs.close_code(), 1008u);
    EXPECT_EQ(connect("dmr.01").get("/v1/entries/" + protocol::id_text(late.id)).status, 404u);
}

TEST_F(streaming, a_slow_reader_holds_up_nobody_and_costs_no_queue) {
    auto slow = stream("de.01", "?after=11");
    auto quick = stream("dmr.01", "?after=11");
    const auto before_kib = resident_kib();
    const std::string text(1'000'000, 'x');
    std::vector<crypto::Bytes> sent;
    auto sender = connect("fr.01");
    for (int i = 0; i < 40; ++i) {
        const auto entry = network.written(network.person("fr.01"), "information", {"network"}, {}, text);
        ASSERT_EQ(sender.submit(entry).status, 201u);
        sent.push_back(protocol::entry_bytes(entry));
    }
    const auto collect = [](StreamClient& from, std::size_t count) {
        std::vector<crypto::Bytes> got;
        while (got.size() < count)
            for (auto& [index, bytes] : entries_of(from.read_page())) got.push_back(std::move(bytes));
        return got;
    };
    EXPECT_EQ(collect(quick, sent.size()), sent);
    // 40 MB wait for the slow one in the register, not in memory.
    if (!sanitized) {
        EXPECT_LT(resident_kib(), before_kib + 64 * 1024);
    }
    EXPECT_EQ(collect(slow, sent.size()), sent);
}

TEST_F(streaming, sigterm_answers_what_is_in_the_register_and_says_goodbye) {
    auto live = stream("fr.01");
    auto idle = stream("de.01");
    std::vector<protocol::Entry> sent;
    for (int i = 0; i < 20; ++i) {
        sent.push_back(network.information(network.person("fr.01")));
        live.submit(static_cast<std::uint64_t>(i), sent.back());
    }
    std::thread stopper([&] { EXPECT_EQ(gateway.stop(), 0) << gateway.log_text(); });
    std::vector<StreamAnswer> answers;
    unsigned code = 0;
    try {
        for (;;) answers.push_back(live.read_answer());
    } catch (const boost::system::system_error&) {
        code = live.close_code();
    }
    EXPECT_EQ(code, 1001u);
    EXPECT_EQ(idle.close_code(), 1001u);
    stopper.join();
    gateway.start();
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer.result);
        const auto again = connect("fr.01").submit(sent[answer.sequence]);
        EXPECT_EQ(again.status, 200u) << "acknowledged, so it is there";
    }
}

TEST_F(streaming, one_person_has_a_bounded_number_of_streams) {
    std::vector<StreamClient> held;
    for (int i = 0; i < 8; ++i) held.push_back(stream("fr.01"));
    EXPECT_THROW(stream("fr.01"), boost::system::system_error);
    EXPECT_NO_THROW(stream("de.01"));
}

TEST_F(streaming, only_the_one_form_of_an_upgrade_is_taken) {
    const HttpsClient::Headers good{{"Connection", "Upgrade"}, {"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"},
                                    {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
    const auto status = [&](const HttpsClient::Headers& changes, const char* method = "GET", std::string_view body = {},
                            const std::string& target = "/v1/stream") {
        auto headers = good;
        for (const auto& [name, value] : changes) {
            if (value.empty()) headers.erase(name);
            else headers[name] = value;
        }
        return connect("fr.01").request(method, target, crypto::as_bytes(body), headers).status;
    };
    EXPECT_EQ(status({}), 101u);
    EXPECT_EQ(status({{"Connection", "keep-alive, Upgrade"}}), 101u);   // as a browser writes it
    for (const char* key :
         {"", "x", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZR==", "AAAA", "dGhlIHNhbXBsZSBub25jZTEyMzQ1Njc4OTA="})
        EXPECT_EQ(status({{"Sec-WebSocket-Key", key}}), 400u) << key;
    for (const char* version : {"", "12", "14", "013", "13, 14", "hybi"})
        EXPECT_EQ(status({{"Sec-WebSocket-Version", version}}), 426u) << version;
    for (const char* upgrade : {"", "h2c", "websocket, h2c", "web socket"})
        EXPECT_EQ(status({{"Upgrade", upgrade}}), 426u) << upgrade;
    for (const char* connection : {"keep-alive", "close"}) EXPECT_EQ(status({{"Connection", connection}}), 400u) << connection;
    for (const char* origin : {"https://evil.example", "null", "https://localhost", "http://127.0.0.1"})
        EXPECT_EQ(status({{"Origin", origin}}), 403u) << origin;
    EXPECT_EQ(status({}, "GET", "body"), 400u);
    EXPECT_EQ(status({{"Transfer-Encoding", "chunked"}}), 400u);
    EXPECT_EQ(status({}, "POST"), 405u);
    EXPECT_EQ(status({}, "GET", {}, "/v1/stream?after=x"), 400u);
    EXPECT_EQ(status({}, "GET", {}, "/v1/stream?after=1&wait=3"), 400u);
    EXPECT_EQ(connect("fr.01").get("/v1/stream").problem(), "upgrade-required");
    EXPECT_EQ(connect().request("GET", "/v1/stream", {}, good).problem(), "certificate-required");
    auto hasty = connect("fr.01");
    hasty.write_raw(
        "GET /v1/stream HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x81\x80xxxx");
    EXPECT_NE(hasty.read_until_closed().find("HTTP/1.1 400"), std::string::npos);
}

}  // namespace
}  // namespace test
