#include "crypto/age/seal.hpp"
#include "protocol/problem.hpp"
#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {
namespace {

class entries : public FoundedGateway {
protected:
    const Person& author() { return network.person("fr.01"); }

    // Submits bytes as the author; the answer must be this problem, and the register must not have changed.
    void expect_refused(crypto::ByteView bytes, std::string_view problem, const std::string& what = "") {
        const auto before = tree();
        const auto response = connect("fr.01").post("/v1/entries", protocol::wire::entry_type, bytes);
        EXPECT_EQ(response.problem(), problem) << what << " " << response.text();
        EXPECT_GE(response.status, 400u);
        EXPECT_EQ(tree(), before) << what;
    }
    void expect_refused(const protocol::Entry& entry, std::string_view problem, const std::string& what = "") {
        expect_refused(protocol::entry_bytes(entry), problem, what);
    }
    // A request whose header line was altered after signing.
    crypto::Bytes altered(const protocol::Entry& entry, const std::function<void(protocol::Json&)>& alter) {
        auto json = protocol::Json::parse(entry.header_line);
        alter(json);
        auto out = entry;
        out.header_line = json.dump();
        return protocol::entry_bytes(out);
    }
};

TEST_F(entries, a_receipt_is_given_once_and_again) {
    const auto request = network.request(author());
    auto client = connect("fr.01");
    const auto first = client.submit(request);
    ASSERT_EQ(first.status, 201u) << first.text();
    const auto receipts = protocol::wire::parse_receipts(first.text()).value();
    const auto receipt = protocol::verify_receipt(request.id, receipts[0].leaf, receipts[0].proof, gateway.log());
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->leaf.number->count, 1u);
    const auto again = client.submit(request);
    EXPECT_EQ(again.status, 200u);
    EXPECT_EQ(again.text(), first.text());
    // Another designated person may carry it, and learns no more than the author.
    EXPECT_EQ(connect("de.01").submit(request).text(), first.text());
}

TEST_F(entries, a_flipped_bit_in_any_header_field_is_refused) {
    const auto request = network.request(author());
    const auto flip_hex = [](protocol::Json& value) {
        auto text = value.get<std::string>();
        text[3] = text[3] == 'a' ? 'b' : 'a';
        value = text;
    };
    const std::vector<std::tuple<std::string, std::string, std::function<void(protocol::Json&)>>> cases{
        {"v", "unknown-version", [](auto& h) { h["v"] = 2; }},
        {"kind", "bad-signature", [](auto& h) { h["kind"] = "information"; }},
        {"kind", "unknown-kind", [](auto& h) { h["kind"] = "requesu"; }},
        {"network", "wrong-network", [&](auto& h) { flip_hex(h["network"]); }},
        {"author", "key-mismatch", [](auto& h) { h["author"] = "de.01"; }},
        {"author", "author-unknown", [](auto& h) { h["author"] = "fr.02"; }},
        {"key", "key-mismatch", [&](auto& h) { flip_hex(h["key"]); }},
        {"audience circle", "bad-signature", [](auto& h) { h["audience"][0]["circle"] = "dmr"; }},
        {"audience epoch", "bad-signature", [](auto& h) { h["audience"][0]["epoch"] = 2; }},
        {"body sha256", "body-mismatch", [&](auto& h) { flip_hex(h["body"]["sha256"]); }},
        {"body size", "body-mismatch", [](auto& h) { h["body"]["size"] = h["body"]["size"].template get<int>() ^ 1; }},
        {"time", "bad-signature", [](auto& h) { h["time"] = h["time"].template get<std::int64_t>() ^ 1; }},
        {"nonce", "bad-signature", [&](auto& h) { flip_hex(h["nonce"]); }},
        {"refs", "malformed-header", [](auto& h) { h["refs"] = protocol::Json::array({std::string(64, 'a')}); }},
        {"seen", "bad-signature", [](auto& h) { h["seen"] = "bm90ZQ=="; }},
        {"claim", "malformed-claim", [](auto& h) { h["claim"] = {{"a", 1}}; }},
        {"unknown field", "malformed-header", [](auto& h) { h["zz"] = 1; }},
        {"missing field", "malformed-header", [](auto& h) { h.erase("nonce"); }},
    };
    for (const auto& [field, problem, alter] : cases) expect_refused(altered(request, alter), problem, field);
}

TEST_F(entries, every_single_bit_of_the_signed_part_counts) {
    const auto request = protocol::entry_bytes(network.request(author()));
    const auto head = std::string(crypto::as_text(request)).find("\n\n");
    auto client = connect("fr.01");
    const auto before = tree();
    for (std::size_t at = 0; at < head; at += 3) {
        auto flipped = request;
        flipped[at] = static_cast<std::uint8_t>(flipped[at] ^ (1u << (at % 7)));
        const auto response = client.post("/v1/entries", protocol::wire::entry_type, flipped);
        EXPECT_GE(response.status, 400u) << at;
        EXPECT_LT(response.status, 500u) << at;
        EXPECT_NE(response.problem(), "") << at;
    }
    EXPECT_EQ(tree(), before);
}

TEST_F(entries, a_wrong_signature_is_refused) {
    auto request = network.request(author());
    request.signature.bytes[10] ^= 1;
    expect_refused(request, "bad-signature");
    const auto stranger = make_person("fr.01");
    expect_refused(network.request(stranger), "key-mismatch");
}

TEST_F(entries, a_wrong_author_is_refused) {
    expect_refused(network.request(make_person("fr.02")), "author-unknown");
    expect_refused(network.request(make_person("it.01")), "author-unknown");
    auto header = network.draft(network.person("de.01"), "request");
    header.author = author().handle;
    header.audience = network.audience_of({"network"});
    expect_refused(network.seal(network.person("de.01"), header, {{"t", 1}}), "key-mismatch");
}

TEST_F(entries, a_wrong_audience_is_refused) {
    expect_refused(network.request(author(), {"state:de"}), "own-circle-missing");
    expect_refused(network.written(author(), "request", {"state:fr", "group:return"}), "unknown-circle");
    expect_refused(network.written(author(), "request", {"state:se", "state:fr"}), "unknown-circle");  // it has no epoch yet
    auto header = network.draft(author(), "request");
    header.audience = {author().device()};
    expect_refused(network.seal(author(), header, {{"t", 1}}), "audience-not-allowed");
}

TEST_F(entries, a_wrong_number_of_stanzas_is_refused) {
    auto header = network.draft(author(), "request");
    header.audience = network.audience_of({"network"});
    const auto key = network.secret("network").recipient();
    for (const std::size_t stanzas : {2u, 3u}) {
        auto body = crypto::age::seal(std::vector(stanzas, key), protocol::body_plaintext(header, {{"t", 1}})).value();
        header.body = protocol::BodyRef{.sha256 = crypto::sha256(body), .size = body.size()};
        expect_refused(protocol::make_entry(header, std::move(body), author().key), "bad-stanzas");
    }
    auto garbage = crypto::to_bytes("age-encryption.org/v1\n");
    header.body = protocol::BodyRef{.sha256 = crypto::sha256(garbage), .size = garbage.size()};
    expect_refused(protocol::make_entry(header, garbage, author().key), "bad-stanzas");
}

TEST_F(entries, a_body_is_held_against_the_header_before_the_id_is_looked_up) {
    const auto request = network.request(author());
    ASSERT_EQ(connect("fr.01").submit(request).status, 201u);
    auto bytes = protocol::entry_bytes(request);
    bytes.back() ^= 1;
    expect_refused(bytes, "body-mismatch");
    bytes.pop_back();
    expect_refused(bytes, "body-mismatch");
    expect_refused(crypto::as_bytes(protocol::entry_head(request)), "body-mismatch");
}

TEST_F(entries, a_replay_changes_nothing) {
    const auto request = network.request(author());
    ASSERT_EQ(connect("fr.01").submit(request).status, 201u);
    const auto before = tree();
    EXPECT_EQ(connect("fr.01").submit(request).status, 200u);
    auto other_signature = request;
    other_signature.signature.bytes[1] ^= 1;
    expect_refused(other_signature, "duplicate-entry");
    EXPECT_EQ(tree(), before);
}

TEST_F(entries, a_stale_epoch_is_refused) {
    auto header = network.draft(author(), "request");
    header.audience = {protocol::CircleEpoch{protocol::Circle::network(), 2}};
    expect_refused(network.seal(author(), header, {{"t", 1}}), "stale-epoch");
}

TEST_F(entries, a_response_to_an_unreadable_request_is_refused_as_to_an_absent_one) {
    const auto secret = network.request(network.officer(), {"dmr", "state:de"});
    ASSERT_EQ(connect("dmr.01").submit(secret).status, 201u);
    const auto answer = [&](const protocol::EntryId& id) {
        return connect("fr.01").submit(network.written(author(), "response", {"dmr", "state:fr"}, {id}));
    };
    const auto unreadable = answer(secret.id), absent = answer(crypto::sha256("no such entry"));
    EXPECT_EQ(unreadable.problem(), "ref-unknown");
    EXPECT_EQ(unreadable, absent);
    // Who may read it may answer it.
    EXPECT_EQ(
        connect("de.01").submit(network.written(network.person("de.01"), "response", {"dmr", "state:de"}, {secret.id})).status,
        201u);
}

TEST_F(entries, seen_must_be_a_checkpoint_of_this_gateway) {
    auto header = network.draft(author(), "request");
    header.audience = network.audience_of({"network"});
    header.seen = connect("fr.01").get("/v1/log/checkpoint").text();
    EXPECT_EQ(connect("fr.01").submit(network.seal(author(), header, {{"t", 1}})).status, 201u);
    header.nonce = crypto::random_array<16>();
    header.seen = crypto::note::sign(crypto::note::open(*header.seen, gateway.log()).value(), gateway.log().name(),
                                     crypto::SigningKey::generate());
    expect_refused(network.seal(author(), header, {{"t", 1}}), "bad-seen");
}

TEST_F(entries, a_batch_names_the_entry_that_fails) {
    auto last = network.request(author());
    last.signature.bytes[0] ^= 1;
    const auto before = tree();
    const auto response = connect("fr.01").submit(std::vector{network.request(author()), last});
    EXPECT_EQ(response.problem(), "bad-signature");
    EXPECT_EQ(protocol::parse_problem(response.text())->entry, 1u);
    EXPECT_EQ(tree(), before);
}

TEST_F(entries, access_lists_decide_what_is_taken) {
    auto own = protocol::default_access_list(*protocol::Member::parse("fr"));
    own.side = protocol::ListSide::own;
    own.rules[0].write = {{.kind = "information", .to = {*protocol::CirclePattern::parse("network")}}};
    take("fr.01", {network.governing(author(), protocol::AccessClaim{.list = own, .replaces = {}})});
    expect_refused(network.request(author()), "not-permitted");
    EXPECT_EQ(connect("fr.01").submit(network.information(author())).status, 201u);
}

TEST_F(entries, a_rotation_that_is_not_due_is_refused) {
    const auto key = crypto::age::HybridIdentity::generate().recipient();
    const auto rotate = [&](std::uint64_t epoch) {
        return network.governing(
            author(), protocol::RotationClaim{.circle = protocol::Circle::network(), .epoch = epoch, .key = key, .history = true},
            network.state().rotation_audience(protocol::Circle::network(), wall_seconds()));
    };
    expect_refused(rotate(2), "rotation-not-due");
    expect_refused(rotate(3), "epoch-out-of-order");
}

}  // namespace
}  // namespace test
