// JSON as a person typed it: every value knows its line and column, so that a refusal can name the place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace protocol {

// From 1; columns count characters. A place of 0, 0 is the file as a whole.
struct JsonPlace {
    std::size_t line = 0;
    std::size_t column = 0;
    bool operator==(const JsonPlace&) const = default;
};

struct JsonNode {
    // `whole`: a number from 0 to integer_max without a fraction, as JSON Schema counts them (2.0 is whole).
    enum class Type { text, whole, list, object, other };
    Type type = Type::other;
    JsonPlace place;
    std::string where;            // such as rules[0].write[1].kind; empty for the outermost value
    std::string key;              // of a member of an object
    JsonPlace key_place;
    std::string text;             // of a text
    std::uint64_t number = 0;     // of a whole number
    std::vector<JsonNode> items;  // of a list; the members of an object, repeated keys included
};

struct JsonError {
    enum class Why { too_large, too_deep, not_json };
    Why why{};
    JsonPlace place;
};

struct JsonBounds {
    std::size_t bytes_max = 0;
    std::size_t depth_max = 0;   // brackets in brackets
};

// Comments (// and /* */) are allowed. Bounded before anything is built.
std::expected<JsonNode, JsonError> parse_located(std::string_view text, JsonBounds bounds);

}  // namespace protocol
