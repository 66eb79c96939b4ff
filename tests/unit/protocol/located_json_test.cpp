#include "protocol/located_json.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace protocol {
namespace {

constexpr JsonBounds bounds{.bytes_max = 100'000, .depth_max = 4};

JsonNode parsed(std::string_view text) {
    auto node = parse_located(text, bounds);
    EXPECT_TRUE(node) << text;
    return node ? std::move(*node) : JsonNode{};
}

TEST(located_json, knows_where_every_value_and_key_stands) {
    const auto root = parsed("// é\n{ \"a\": [1, \"two\"],\n  \"é\\\"b\": {\"c\": null} }");
    EXPECT_EQ(root.place, (JsonPlace{.line = 2, .column = 1}));
    const auto& list = root.items.at(0);
    EXPECT_EQ(list.key_place, (JsonPlace{.line = 2, .column = 3}));
    EXPECT_EQ(list.place, (JsonPlace{.line = 2, .column = 8}));
    EXPECT_EQ(list.items.at(1).place, (JsonPlace{.line = 2, .column = 12}));
    EXPECT_EQ(list.items.at(1).where, "a[1]");
    const auto& object = root.items.at(1);
    EXPECT_EQ(object.key, "é\"b");
    EXPECT_EQ(object.place, (JsonPlace{.line = 3, .column = 11}));   // columns count characters
    EXPECT_EQ(object.items.at(0).where, "é\"b.c");
    EXPECT_EQ(object.items.at(0).place, (JsonPlace{.line = 3, .column = 17}));
}

TEST(located_json, keeps_a_key_that_stands_twice) {
    const auto root = parsed(R"({"a": 1, "a": 2})");
    ASSERT_EQ(root.items.size(), 2u);
    EXPECT_EQ(root.items[1].number, 2u);
    EXPECT_EQ(root.items[1].key_place.column, 10u);
}

TEST(located_json, a_whole_number_is_one_without_a_fraction_however_it_is_written) {
    for (const auto& [text, number] : std::vector<std::pair<const char*, std::uint64_t>>{
             {"0", 0}, {"7", 7}, {"2.0", 2}, {"2e1", 20}, {"9007199254740991", 9'007'199'254'740'991}}) {
        const auto node = parsed(text);
        EXPECT_EQ(node.type, JsonNode::Type::whole) << text;
        EXPECT_EQ(node.number, number) << text;
    }
    for (const char* text : {"-1", "1.5", "1e30", "9007199254740992", "18446744073709551615", "true", "null"})
        EXPECT_EQ(parsed(text).type, JsonNode::Type::other) << text;
}

TEST(located_json, is_bounded_before_anything_is_built) {
    const auto why = [](std::string_view text) { return parse_located(text, bounds).error().why; };
    EXPECT_EQ(why(std::string(100'001, ' ')), JsonError::Why::too_large);
    EXPECT_EQ(why("[[[[[1]]]]]"), JsonError::Why::too_deep);
    EXPECT_EQ(parse_located("[[[[[1]]]]]", bounds).error().place, (JsonPlace{.line = 1, .column = 5}));
    EXPECT_TRUE(parse_located("[[[[1]]]]", bounds));
}

TEST(located_json, what_is_not_json_is_refused_where_it_breaks) {
    for (const auto& [text, line, column] : std::vector<std::tuple<const char*, std::size_t, std::size_t>>{
             {"", 1, 1}, {"{\n \"a\": 1,\n}", 3, 1}, {"{} x", 1, 4}, {"[1 2]", 1, 4}}) {
        const auto node = parse_located(text, bounds);
        ASSERT_FALSE(node) << text;
        EXPECT_EQ(node.error().why, JsonError::Why::not_json) << text;
        EXPECT_EQ(node.error().place, (JsonPlace{.line = line, .column = column})) << text;
    }
}

}  // namespace
}  // namespace protocol
