// JSON as a person typed it: every value knows its line and column, so that a refusal can name the place.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace clients::access {

// From 1; columns count characters. A place of 0, 0 is the file as a whole.
struct Place {
    std::size_t line = 0;
    std::size_t column = 0;
    bool operator==(const Place&) const = default;
};

struct Node {
    enum class Type { text, list, object, other };
    Type type = Type::other;
    Place place;
    std::string where;        // such as rules[0].write[1].kind; empty for the outermost value
    std::string key;          // of a member of an object
    Place key_place;
    std::string text;         // of a text
    std::vector<Node> items;  // of a list; the members of an object, repeated keys included
};

struct JsonError {
    enum class Why { too_large, too_deep, not_json };
    Why why{};
    Place place;
};

// Comments (// and /* */) are allowed. Bounded by limits.hpp before anything is built.
std::expected<Node, JsonError> parse_located(std::string_view text);

}  // namespace clients::access
