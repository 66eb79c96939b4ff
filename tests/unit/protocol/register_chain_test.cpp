#include "protocol/register_chain.hpp"

#include <gtest/gtest.h>

#include "protocol/wire.hpp"

namespace protocol::test {
namespace {

constexpr std::int64_t new_year_2027 = 1'798'761'600;  // 2027-01-01T00:00:00Z

Leaf leaf_at(std::int64_t time, std::optional<RequestNumber> number = {}) {
    return {.id = crypto::sha256(std::to_string(time)), .time = time, .number = number,
            .links = {{Circle::network(), link_of(Circle::network(), {})}}};
}

TEST(Numbers, are_gapless_within_a_utc_year_and_begin_again_with_the_next) {
    const NetworkId network = crypto::sha256("network");
    RegisterHead head;
    for (std::uint64_t i = 1; i <= 3; ++i) {
        const auto number = head.next_number(new_year_2027 - 1);
        EXPECT_EQ(number.text(), "NFP/2026/00" + std::to_string(i));
        head.append(leaf_at(new_year_2027 - 1, number), false, network);
    }
    EXPECT_EQ(head.next_number(new_year_2027).text(), "NFP/2027/001");
    // The checkpoint of the new year starts a new chain even before the first number.
    const auto text = head.checkpoint_text("o/nfp/0", network, new_year_2027);
    const auto lines = parse_commitments(*crypto::parse_checkpoint(text));
    ASSERT_TRUE(lines);
    EXPECT_EQ(lines->year, 2027U);
    EXPECT_EQ(lines->numbered, Chain::start(network));
    EXPECT_EQ(
        parse_commitments(*crypto::parse_checkpoint(head.checkpoint_text("o/nfp/0", network, new_year_2027 - 1)))->numbered.count,
        3U);
}

TEST(Numbers, have_three_digits_or_more_and_one_spelling) {
    EXPECT_EQ(RequestNumber::parse("NFP/2026/1000")->count, 1000U);
    for (const char* text :
         {"NFP/2026/0100", "NFP/2026/14", "NFP/2026/000", "NFP/26/014", "nfp/2026/014", "NFP/2026/014 ", "NFP/2026/-14"})
        EXPECT_FALSE(RequestNumber::parse(text)) << text;
}

TEST(Leaf, has_one_line) {
    Leaf leaf = leaf_at(1, RequestNumber{.year = 2026, .count = 14});
    const auto line = leaf_line(leaf);
    EXPECT_EQ(parse_leaf(line), leaf);
    EXPECT_FALSE(parse_leaf(line + " "));
    leaf.links.clear();
    EXPECT_EQ(parse_leaf(leaf_line(leaf)), leaf);
}

TEST(Leaf, links_each_entry_to_the_one_before_it_in_its_circle) {
    const auto first = link_of(Circle::network(), {});
    EXPECT_NE(first, link_of(*Circle::parse("dmr"), {}));
    EXPECT_NE(first, link_of(Circle::network(), crypto::sha256("previous")));
}

TEST(Receipt, holds_for_its_entry_alone) {
    const auto key = crypto::SigningKey::generate();
    const crypto::note::Verifier log("o/nfp/0", key.verify_key());
    const NetworkId network = crypto::sha256("network");
    RegisterHead head;
    std::vector<crypto::merkle::Node> nodes;
    std::vector<Leaf> leaves;
    for (std::int64_t i = 0; i < 5; ++i) {
        leaves.push_back(leaf_at(1000 + i));
        for (const auto& node : head.append(leaves.back(), false, network)) nodes.push_back(node);
    }
    const auto note = crypto::note::sign(head.checkpoint_text("o/nfp/0", network, 2000), "o/nfp/0", key);
    const auto lookup = [&](crypto::merkle::NodePosition at) {
        return std::ranges::find(nodes, at, &crypto::merkle::Node::at)->hash;
    };
    const crypto::TlogProof proof{.index = 3, .hashes = crypto::merkle::inclusion_proof(3, 5, lookup), .checkpoint_note = note};
    const auto text = crypto::tlog_proof_text(proof);
    const auto line = leaf_line(leaves[3]);
    ASSERT_TRUE(verify_receipt(leaves[3].id, line, text, log));
    EXPECT_EQ(verify_receipt(leaves[2].id, line, text, log).error(), errc::receipt_invalid);
    EXPECT_EQ(verify_receipt(leaves[2].id, leaf_line(leaves[2]), text, log).error(), errc::receipt_invalid);
    const crypto::note::Verifier other("o/nfp/0", crypto::SigningKey::generate().verify_key());
    EXPECT_EQ(verify_receipt(leaves[3].id, line, text, other).error(), errc::receipt_invalid);
}

TEST(Wire, takes_apart_exactly_what_it_put_together) {
    wire::Page page{.checkpoint = "note\n\n— x y\n", .next = 7, .more = true, .deliveries = {}};
    page.deliveries.push_back({.index = 3, .leaf = "{\"id\":\"x\"}", .proof = {crypto::sha256("a")},
                               .delivered = Delivered::header_only, .entry = {1, 2, 10, 3}});
    page.deliveries.push_back({.index = 6, .leaf = "l", .proof = {}, .delivered = Delivered::whole, .entry = {}});
    const auto bytes = wire::encode_page(page);
    const auto parsed = wire::parse_page(bytes);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(wire::encode_page(*parsed), bytes);
    for (std::size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(wire::parse_page(crypto::ByteView(bytes).first(i))) << i;

    const std::string deep = "{\"receipts\":" + std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}";
    EXPECT_FALSE(wire::parse_receipts(deep));
    EXPECT_FALSE(wire::parse_page(crypto::as_bytes("{\"a\":" + std::string(90'000, '[') + std::string(90'000, ']') + "}\n")));

    const std::vector<crypto::Bytes> batch{{1, 2, 3}, {}, {4}};
    EXPECT_EQ(wire::parse_batch(wire::encode_batch(batch)), batch);
    EXPECT_FALSE(wire::parse_batch(crypto::as_bytes("")));
    EXPECT_FALSE(wire::parse_batch(crypto::as_bytes("03\nabc")));
    EXPECT_FALSE(wire::parse_batch(crypto::as_bytes("4\nabc")));
    EXPECT_FALSE(wire::parse_batch(crypto::as_bytes("99999999999999999999\nabc")));
}

}  // namespace
}  // namespace protocol::test
