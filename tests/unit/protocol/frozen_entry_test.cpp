// docs/vectors/request.entry, a complete entry with all its keys: what docs/protocol.md promises to the writer of a second
// client.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "crypto/age/open.hpp"
#include "crypto/encoding.hpp"
#include "protocol/body.hpp"
#include "protocol/register_chain.hpp"

namespace protocol::test {
namespace {

std::string read(const std::string& name) {
    std::ifstream in(std::string(NFP_SOURCE_DIR) + "/docs/vectors/" + name, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

struct FrozenEntry : testing::Test {
    std::string bytes = read("request.entry");
    nlohmann::json said = nlohmann::json::parse(read("request.json"));
    std::expected<Entry, std::error_code> entry = parse_entry(crypto::as_bytes(bytes));
    std::string text(const char* key) const { return said.at(key).get<std::string>(); }
};

TEST_F(FrozenEntry, is_taken_apart_and_put_together_byte_for_byte) {
    ASSERT_TRUE(entry) << entry.error().message();
    EXPECT_EQ(crypto::to_text(entry_bytes(*entry)), bytes);
    EXPECT_EQ(header_line(entry->header), entry->header_line);
    EXPECT_EQ(id_text(entry->id), text("id"));
    EXPECT_EQ(crypto::hex_encode(entry->header_hash), text("header_hash"));
    EXPECT_EQ(crypto::hex_encode(bind_of(entry->header)), text("bind"));
}

TEST_F(FrozenEntry, is_signed_by_its_key) {
    const auto seed = crypto::fixed<32>(crypto::hex_decode(text("signing_seed")));
    const crypto::SigningKey key{crypto::SigningSeed(std::span<const std::uint8_t, 32>(*seed))};
    EXPECT_EQ(crypto::base64_encode(key.verify_key().bytes), text("verify_key"));
    EXPECT_EQ(KeyId::of(key.verify_key()), entry->header.key);
    EXPECT_TRUE(verify_signature(*entry, key.verify_key()));
    // Ed25519 is deterministic: the same header gives the same entry.
    EXPECT_EQ(make_entry(entry->header, entry->body, key).id, entry->id);
}

TEST_F(FrozenEntry, opens_to_its_content) {
    const auto identity = crypto::age::HybridIdentity::parse(text("network_identity"));
    ASSERT_TRUE(identity);
    EXPECT_EQ(crypto::base64_encode(identity->recipient().bytes), text("network_epoch_key"));
    const auto plaintext = crypto::age::open_stanza(*identity, 0, entry->body);
    ASSERT_TRUE(plaintext);
    EXPECT_EQ(plaintext->size(), said.at("plaintext_bytes").get<std::size_t>());
    const auto content = parse_body(entry->header, *plaintext);
    ASSERT_TRUE(content);
    EXPECT_EQ(nlohmann::json::parse(std::string(content->dump().c_str())), said.at("content"));
    EXPECT_EQ(body_plaintext(entry->header, *content), *plaintext);
}

TEST_F(FrozenEntry, has_its_leaf) {
    const auto leaf = parse_leaf(text("leaf"));
    ASSERT_TRUE(leaf);
    EXPECT_EQ(leaf->id, entry->id);
    EXPECT_EQ(leaf->links.at(Circle::network()), link_of(Circle::network(), {}));
    EXPECT_EQ(leaf_line(*leaf), text("leaf"));
    EXPECT_EQ(crypto::hex_encode(leaf_hash(text("leaf"))), text("leaf_hash"));
}

}  // namespace
}  // namespace protocol::test
