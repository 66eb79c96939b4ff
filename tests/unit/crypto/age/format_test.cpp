#include "crypto/age/format.hpp"

#include <gtest/gtest.h>

#include "crypto/age/identity.hpp"
#include "crypto/age/seal.hpp"

namespace crypto::age {
namespace {

const std::string version_line = "age-encryption.org/v1\n";
const std::string mac = "--- " + std::string(43, 'A') + "\n";

bool parses(const std::string& text) { return parse_header(as_bytes(text)).has_value(); }

TEST(age_header, parses_stanzas_and_says_where_the_payload_starts) {
    const std::string text = version_line + "-> type arg\nAQID\n" + mac + "payload";
    const auto header = parse_header(as_bytes(text));
    ASSERT_TRUE(header);
    ASSERT_EQ(header->stanzas.size(), 1u);
    EXPECT_EQ(header->stanzas[0], (Stanza{{"type", "arg"}, {1, 2, 3}}));
    EXPECT_EQ(text.substr(header->bytes_count), "payload");
    EXPECT_TRUE(text.substr(0, header->mac_input_bytes).ends_with("\n---"));
}

TEST(age_header, stanza_of_every_body_length_round_trips) {
    for (std::size_t size = 0; size <= 200; ++size) {
        const Stanza stanza{{"t", "a", "b~!"}, Bytes(size, 0xab)};
        const auto header = parse_header(as_bytes(version_line + encode_stanza(stanza) + mac));
        ASSERT_TRUE(header) << size;
        ASSERT_EQ(header->stanzas.front(), stanza);
    }
    EXPECT_EQ(encode_stanza({{"t"}, Bytes(48)}),
              "-> t\n" + std::string(64, 'A') + "\n\n");  // a full line, then an empty one
    EXPECT_EQ(encode_stanza({{"t"}, {}}), "-> t\n\n");
}

TEST(age_header, refuses_what_is_not_canonical) {
    const std::string stanza = "-> t\nAQID\n", full(64, 'A');
    ASSERT_TRUE(parses(version_line + stanza + mac));
    const std::string bad[] = {"",
                               version_line,
                               version_line + mac,  // no stanza
                               version_line + stanza,
                               version_line + stanza + mac.substr(0, mac.size() - 1),  // no final line feed
                               "age-encryption.org/v2\n" + stanza + mac,
                               " " + version_line + stanza + mac,
                               version_line + "-> \nAQID\n" + mac,
                               version_line + "->\nAQID\n" + mac,
                               version_line + "-> t \nAQID\n" + mac,
                               version_line + "-> t  a\nAQID\n" + mac,
                               version_line + "-> t\x7f\nAQID\n" + mac,
                               version_line + "-> t\xc3\xa9\nAQID\n" + mac,
                               version_line + "-> t\r\nAQID\r\n" + mac,
                               version_line + "-> t\nAQID\nAQID\n" + mac,       // two short lines
                               version_line + "-> t\n" + full + "\n" + mac,     // no short last line
                               version_line + "-> t\n" + full + "A\n\n" + mac,  // too long
                               version_line + "-> t\nAQ==\n" + mac,
                               version_line + "-> t\nAR\n" + mac,
                               version_line + "-> t\nA\n" + mac,
                               version_line + stanza + "\n" + mac,
                               version_line + stanza + "---" + mac.substr(4),
                               version_line + stanza + "---  " + mac.substr(4),
                               version_line + stanza + "--- " + std::string(42, 'A') + "\n",
                               version_line + stanza + "--- " + std::string(42, 'A') + "B\n",  // unused bits set
                               version_line + stanza + "--- " + std::string(43, 'A') + "=\n"};
    for (const auto& text : bad) EXPECT_EQ(parse_header(as_bytes(text)).error(), errc::malformed_header) << text;
}

TEST(age_header, bounds_stanzas_and_size) {
    const std::string stanza = "-> t\n\n";
    std::string many = version_line;
    for (std::size_t i = 0; i < stanzas_max; ++i) many += stanza;
    EXPECT_TRUE(parses(many + mac));
    EXPECT_FALSE(parses(many + stanza + mac));
    EXPECT_FALSE(parses(version_line + "-> t " + std::string(header_bytes_max, 'a') + "\n\n" + mac));
}

TEST(age_header, label_tells_hybrid_files_from_others) {
    const auto a = HybridIdentity::generate(), b = HybridIdentity::generate();
    const auto two = seal(std::vector{a.recipient(), b.recipient()}, as_bytes("x"));
    const auto header = parse_header(*two);
    ASSERT_TRUE(header);
    EXPECT_TRUE(is_hybrid_only(*header, 2));
    EXPECT_FALSE(is_hybrid_only(*header, 1));
    EXPECT_FALSE(is_hybrid_only(*header, 3));
    for (const auto change : {+[](Stanza& s) { s.args[0] = "X25519"; }, +[](Stanza& s) { s.args.push_back("x"); },
                              +[](Stanza& s) { s.args.pop_back(); }, +[](Stanza& s) { s.args[1].resize(1490); },
                              +[](Stanza& s) { s.body.push_back(0); }}) {
        Header changed = *header;
        change(changed.stanzas[1]);
        EXPECT_FALSE(is_hybrid_only(changed, 2));
    }
}

}  // namespace
}  // namespace crypto::age
