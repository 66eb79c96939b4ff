#include <fstream>

#include "crypto/age/open.hpp"
#include "protocol/limits.hpp"
#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {
namespace {

class delivering : public FoundedGateway {};

TEST_F(delivering, pages_verify_against_their_checkpoint) {
    for (int i = 0; i < 5; ++i) ASSERT_EQ(connect("fr.01").submit(network.request(network.person("fr.01"))).status, 201u);
    auto client = connect("de.01");
    const auto got = page(client);
    EXPECT_FALSE(got.more);
    const auto checkpoint = protocol::open_checkpoint(got.checkpoint, gateway.log());
    ASSERT_TRUE(checkpoint);
    EXPECT_EQ(got.next, checkpoint->checkpoint.size);
    EXPECT_NEAR(static_cast<double>(checkpoint->commitments.time), static_cast<double>(wall_seconds()), 60);
    EXPECT_EQ(got.deliveries.size(), 17u);  // 4 of the founding, 2 admissions of 4, 5 requests
    for (const auto& delivery : got.deliveries) {
        EXPECT_TRUE(crypto::merkle::verify_inclusion(protocol::leaf_hash(delivery.leaf), delivery.index,
                                                     checkpoint->checkpoint.size, delivery.proof, checkpoint->checkpoint.root));
        const auto entry = protocol::parse_entry(delivery.entry, delivery.delivered);
        ASSERT_TRUE(entry);
        EXPECT_EQ(protocol::parse_leaf(delivery.leaf)->id, entry->id);
    }
    const auto rest = page(client, "?after=" + std::to_string(got.next - 1));
    EXPECT_TRUE(rest.deliveries.empty());
    EXPECT_EQ(rest.next, got.next);
}

TEST_F(delivering, goes_on_after_an_index) {
    auto client = connect("de.01");
    const auto all = page(client);
    const auto tail = page(client, "?after=" + std::to_string(all.deliveries[3].index));
    ASSERT_EQ(tail.deliveries.size(), all.deliveries.size() - 4);
    EXPECT_EQ(tail.deliveries.front().index, all.deliveries[4].index);
    for (const char* bad :
         {"?after=", "?after=-1", "?after=01", "?after=1x", "?before=1", "?after=99999999999999999999", "?after=1&after=2", "?"})
        EXPECT_EQ(client.get(std::string("/v1/entries") + bad).status, bad == std::string("?") ? 200u : 400u) << bad;
}

TEST_F(delivering, a_full_page_says_that_there_is_more) {
    std::vector<protocol::Entry> batch;
    for (int i = 0; i < 60; ++i) batch.push_back(network.information(network.person("fr.01")));
    for (int i = 0; i < 5; ++i) {
        for (auto& entry : batch) entry = network.information(network.person("fr.01"));
        ASSERT_EQ(connect("fr.01").submit(batch).status, 201u);
    }
    auto client = connect("de.01");
    const auto first = page(client);
    EXPECT_EQ(first.deliveries.size(), protocol::limits::delivery_entries_max);
    EXPECT_TRUE(first.more);
    const auto second = page(client, "?after=" + std::to_string(first.next - 1));
    EXPECT_FALSE(second.more);
    EXPECT_EQ(first.deliveries.size() + second.deliveries.size(), 12u + 300u);
}

TEST_F(delivering, absent_and_forbidden_answer_alike) {
    const auto secret = network.information(network.officer(), {"dmr", "state:de"});
    ASSERT_EQ(connect("dmr.01").submit(secret).status, 201u);
    auto stranger = connect("fr.01");
    const auto forbidden = stranger.get("/v1/entries/" + protocol::id_text(secret.id));
    const auto absent = stranger.get("/v1/entries/" + protocol::id_text(crypto::sha256("nothing")));
    EXPECT_EQ(forbidden.status, 404u);
    EXPECT_EQ(forbidden, absent);
    EXPECT_EQ(stranger.get("/v1/entries/zz"), absent);
    for (const auto& delivery : page(stranger).deliveries) EXPECT_NE(protocol::parse_leaf(delivery.leaf)->id, secret.id);

    auto reader = connect("de.01");
    const auto got = reader.get("/v1/entries/" + protocol::id_text(secret.id));
    EXPECT_EQ(got.status, 200u);
    EXPECT_EQ(got.body, protocol::entry_bytes(secret));  // byte for byte
}

TEST_F(delivering, a_header_goes_to_all_but_a_body_to_its_audience) {
    const auto batch = network.admission("se.01");
    take("dmr.01", batch);
    const auto& grant = batch[3];
    const auto stranger = connect("fr.01").get("/v1/entries/" + protocol::id_text(grant.id));
    EXPECT_EQ(stranger.headers.at("nfp-delivered"), "header-only");
    EXPECT_EQ(stranger.body, protocol::entry_bytes(grant, protocol::Delivered::header_only));
    const auto reader = connect("se.01").get("/v1/entries/" + protocol::id_text(grant.id));
    EXPECT_EQ(reader.body, protocol::entry_bytes(grant));
}

TEST_F(delivering, what_is_delivered_opens_and_the_gateway_has_not_read_it) {
    const auto sent = network.written(network.person("fr.01"), "information", {"dmr", "state:fr"}, {}, "UNMISTAKABLE");
    ASSERT_EQ(connect("fr.01").submit(sent).status, 201u);
    const auto got = connect("dmr.01").get("/v1/entries/" + protocol::id_text(sent.id));
    const auto entry = protocol::parse_entry(got.body).value();
    const auto opened = crypto::age::open_stanza(network.secret("dmr"), 0, entry.body);
    ASSERT_TRUE(opened);
    EXPECT_NE(crypto::as_text(*opened).find("UNMISTAKABLE"), std::string_view::npos);
    ASSERT_EQ(gateway.stop(), 0);
    for (const auto& file : std::filesystem::recursive_directory_iterator(gateway.folder())) {
        std::ifstream in(file.path(), std::ios::binary);
        const std::string all((std::istreambuf_iterator<char>(in)), {});
        for (const char* word : {"UNMISTAKABLE", "fr.01", "state:fr", "designation", "ed25519 "})
            EXPECT_EQ(all.find(word), std::string::npos) << word << " in " << file.path();
    }
    EXPECT_EQ(gateway.log_text().find("UNMISTAKABLE"), std::string::npos);
}

}  // namespace
}  // namespace test
