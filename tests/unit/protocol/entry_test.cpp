#include "protocol/entry.hpp"

#include <gtest/gtest.h>

#include "crypto/age/armor.hpp"
#include "crypto/age/seal.hpp"
#include "protocol/limits.hpp"
#include "tests/unit/protocol/memory_network.hpp"

namespace protocol::test {
namespace {

struct EntryForm : testing::Test {
    MemoryNetwork net;
    Device& dmr = net.person("dmr.01");
    std::string line(const std::string& from = {}, const std::string& to = {}) {
        Header header = net.draft(dmr, "request");
        header.audience = {net.current("network")};
        header.body = BodyRef{.sha256 = crypto::sha256("x"), .size = 4096};
        std::string text = header_line(header);
        if (!from.empty()) text.replace(text.find(from), from.size(), to);
        return text;
    }
    std::error_code refusal(const std::string& text) {
        const auto header = parse_header(text);
        return header ? std::error_code{} : header.error();
    }
};

TEST_F(EntryForm, has_one_line_for_one_meaning) {
    const auto header = parse_header(line());
    ASSERT_TRUE(header);
    EXPECT_EQ(parse_header(header_line(*header))->nonce, header->nonce);
    EXPECT_EQ(refusal(line("\"kind\":", "\"kind\": ")), errc::malformed_header);             // a space
    EXPECT_EQ(refusal(line("\"v\":1", "\"v\":1.0")), errc::malformed_header);                // a float
    EXPECT_EQ(refusal(line("\"v\":1", "\"v\":1,\"v\":1")), errc::malformed_header);          // twice
    EXPECT_EQ(refusal(line("\"v\":1", "\"v\":1,\"w\":1")), errc::malformed_header);          // unknown field
    EXPECT_EQ(refusal(line("\"v\":1", "\"v\":2")), errc::unknown_version);
    EXPECT_EQ(refusal(line("\"v\":1", "\"v\":null")), errc::malformed_header);
    EXPECT_EQ(refusal(line("\"epoch\":1", "\"epoch\":-1")), errc::malformed_header);
    EXPECT_EQ(refusal(line("\"epoch\":1", "\"epoch\":0")), errc::malformed_header);
    EXPECT_EQ(refusal(line("\"epoch\":1", "\"epoch\":9007199254740992")), errc::malformed_header);  // 2^53
    EXPECT_EQ(refusal(line("\"kind\":\"request\"", "\"kind\":\"r\\u0065quest\"")), errc::malformed_header);
    EXPECT_EQ(refusal(line("\"kind\":\"request\"", "\"kind\":\"r\xc3\xa9quest\"")), errc::malformed_header);
    EXPECT_EQ(refusal(line("\"kind\":\"request\"", "\"claim\":{},\"kind\":\"request\"")), errc::malformed_header);
    EXPECT_EQ(refusal(line("\"author\":\"dmr.01\"", "\"author\":\"DMR.01\"")), errc::malformed_header);
    EXPECT_EQ(refusal(line("\"kind\":\"request\"", "\"kind\":true")), errc::malformed_header);
}

TEST_F(EntryForm, refuses_a_circle_named_twice_in_the_audience) {
    const std::string circle = "{\"circle\":\"network\",\"epoch\":1}";
    EXPECT_EQ(refusal(line(circle, circle + "," + circle)), errc::malformed_header);
}

TEST_F(EntryForm, bounds_depth_before_anything_is_parsed) {
    const std::string deep(100'000, '[');
    EXPECT_EQ(refusal("{\"claim\":" + deep), errc::too_large);
    EXPECT_EQ(refusal("{\"claim\":" + deep.substr(0, 60'000) + "}"), errc::malformed_header);
}

TEST_F(EntryForm, survives_the_loss_of_any_byte_and_the_flip_of_any_bit_by_refusing) {
    const Entry entry = net.written(dmr, "request", {"network"});
    const auto bytes = entry_bytes(entry);
    ASSERT_FALSE(net.judge_now(entry));
    const std::size_t head = entry_head(entry).size();
    for (std::size_t i = 0; i < bytes.size(); i += i < head ? 1 : 97) {
        auto flipped = bytes;
        flipped[i] ^= 1;
        const auto parsed = parse_entry(flipped);
        EXPECT_TRUE(!parsed || judge(net.state(), net, *parsed, {.index = net.size(), .time = net.now()})) << "byte " << i;
        const auto cut = parse_entry(crypto::ByteView(bytes).first(i));
        EXPECT_FALSE(cut) << "cut at " << i;
    }
}

TEST_F(EntryForm, refuses_what_follows_the_body) {
    auto bytes = entry_bytes(net.written(dmr, "request", {"network"}));
    bytes.push_back('\n');
    EXPECT_EQ(parse_entry(bytes).error(), errc::body_mismatch);
}

TEST_F(EntryForm, counts_its_stanzas) {
    Header header = net.draft(dmr, "request");
    header.audience = {net.current("network")};
    Entry entry = net.seal(dmr, header, {{"t", 1}});
    Header wider = entry.header;
    wider.audience.push_back(net.current("dmr"));
    const Entry lie = make_entry(wider, entry.body, dmr.key);
    EXPECT_EQ(parse_entry(entry_bytes(lie)).error(), errc::bad_stanzas);
}

TEST_F(EntryForm, takes_no_body_under_a_passphrase_and_none_in_armor) {
    const Entry entry = net.written(dmr, "request", {"network"});
    std::string armored;
    crypto::age::ArmorWriter armor([&](crypto::ByteView more) { armored += crypto::as_text(more); });
    armor.write(entry.body);
    armor.finish();
    const crypto::age::Passphrase passphrase(crypto::to_secret("of some words"));
    for (const crypto::Bytes& body : {crypto::age::seal(passphrase, crypto::as_bytes("x"), 5), crypto::to_bytes(armored)}) {
        Header header = entry.header;
        header.body = BodyRef{.sha256 = crypto::sha256(body), .size = body.size()};
        EXPECT_EQ(parse_entry(entry_bytes(make_entry(header, body, dmr.key))).error(), errc::bad_stanzas);
    }
    EXPECT_TRUE(parse_entry(entry_bytes(entry)));
}

TEST_F(EntryForm, delivers_a_head_without_its_body) {
    const Entry entry = net.designation(dmr, make_person("fr.01"), Role::focal_point);
    const auto head = parse_entry(entry_bytes(entry, Delivered::header_only), Delivered::header_only);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->id, entry.id);
    EXPECT_EQ(parse_entry(entry_bytes(entry), Delivered::header_only).error(), errc::malformed_entry);
    EXPECT_EQ(parse_entry(entry_bytes(entry, Delivered::header_only)).error(), errc::body_mismatch);
}

TEST_F(EntryForm, binds_a_body_to_everything_but_itself) {
    Header header = net.draft(dmr, "request");
    header.audience = {net.current("network")};
    const auto bind = bind_of(header);
    header.body = BodyRef{.sha256 = crypto::sha256("x"), .size = 1};
    EXPECT_EQ(bind_of(header), bind);
    header.nonce[0] ^= 1;
    EXPECT_NE(bind_of(header), bind);
}

}  // namespace
}  // namespace protocol::test
