#include "protocol/body.hpp"

#include <gtest/gtest.h>

#include "crypto/padme.hpp"
#include "protocol/limits.hpp"
#include "tests/unit/protocol/memory_network.hpp"

namespace protocol::test {
namespace {

struct Body : testing::Test {
    MemoryNetwork net;
    Header header = net.draft(net.person("dmr.01"), "request");
    SecretJson content = SecretJson::parse(R"({"title":"A \u2014 B","list":[1,2]})");
    std::error_code refusal(const crypto::SecretBytes& plaintext) {
        const auto parsed = parse_body(header, plaintext);
        return parsed ? std::error_code{} : parsed.error();
    }
};

TEST_F(Body, comes_back_as_it_went_in) {
    const auto parsed = parse_body(header, body_plaintext(header, content));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, content);
}

TEST_F(Body, has_at_least_the_floor_of_its_kind_and_a_padme_length_above) {
    EXPECT_EQ(body_plaintext(header, content).size(), limits::written_floor_bytes);
    EXPECT_EQ(body_plaintext(net.draft(net.person("dmr.01"), "grant"), content).size(), limits::body_floor_bytes);
    content["long"] = SecretString(10'000, 'x');
    const auto size = body_plaintext(header, content).size();
    EXPECT_EQ(size, crypto::padme(size));
}

TEST_F(Body, made_for_another_header_is_refused) {
    const auto plaintext = body_plaintext(header, content);
    header.nonce[3] ^= 1;
    EXPECT_EQ(refusal(plaintext), errc::bind_mismatch);
}

TEST_F(Body, refuses_anything_but_spaces_behind_the_object) {
    auto plaintext = body_plaintext(header, content);
    plaintext.back() = 'x';
    EXPECT_EQ(refusal(plaintext), errc::bad_padding);
    plaintext = body_plaintext(header, content);
    plaintext.push_back(' ');
    EXPECT_EQ(refusal(plaintext), errc::bad_padding);
    plaintext.resize(100);
    EXPECT_EQ(refusal(plaintext), errc::bad_padding);
}

TEST(HostileJson, is_bounded_in_depth_and_has_each_key_once) {
    EXPECT_TRUE(parse_hostile_json(R"({"a":{"b":[1,{"b":"\"[[[["}]},"c":1})"));
    EXPECT_FALSE(parse_hostile_json(R"({"a":1,"a":2})"));
    EXPECT_FALSE(parse_hostile_json(R"({"a":{"x":1,"x":1}})"));
    EXPECT_FALSE(parse_hostile_json(std::string(100'000, '[')));
    EXPECT_FALSE(parse_hostile_json(std::string(100'000, '[') + std::string(100'000, ']')));
    EXPECT_FALSE(parse_hostile_json(R"({"a":"\ud800"})"));
    EXPECT_FALSE(parse_hostile_json("{\"a\":\"\xff\"}"));
    EXPECT_FALSE(parse_hostile_json(R"({"a":1} x)"));
    EXPECT_FALSE(parse_hostile_json("]"));
}

}  // namespace
}  // namespace protocol::test
