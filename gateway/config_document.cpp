#include "gateway/config_document.hpp"

#include "protocol/located_json.hpp"

namespace gateway {
namespace {

using protocol::JsonError;
using protocol::JsonNode;

ConfigProblem problem_at(protocol::JsonPlace place, std::string what) {
    return {.line = place.line, .column = place.column, .key = {}, .what = std::move(what)};
}

std::string words_for(JsonError::Why why) {
    switch (why) {
        case JsonError::Why::too_large: return "it is larger than 64 KiB";
        case JsonError::Why::too_deep: return "it is nested too deeply";
        case JsonError::Why::not_json: break;
    }
    return "this is not JSON (comments are allowed, trailing commas are not)";
}

GivenValue value_of(const JsonNode& node) {
    if (node.type == JsonNode::Type::text) return node.text;
    if (node.type == JsonNode::Type::whole) return node.number;
    return OtherValue{};
}

}  // namespace

ConfigDocument parse_config_document(const std::string& text) {
    ConfigDocument out;
    const auto root =
        protocol::parse_located(text, {.bytes_max = limits::config_bytes_max, .depth_max = limits::config_depth_max});
    if (!root) {
        out.problems.push_back(problem_at(root.error().place, words_for(root.error().why)));
    } else if (root->type != JsonNode::Type::object) {
        out.problems.push_back(problem_at(root->place, "it must be an object: { \"listen\": ... }"));
    } else {
        for (const auto& item : root->items)
            out.given.push_back({.key = item.key, .value = value_of(item),
                                 .line = item.key_place.line, .column = item.key_place.column});
    }
    return out;
}

}  // namespace gateway
