// The one JSON form of headers, leaves, invitations and enrolments: compact, keys sorted, ASCII (docs/protocol.md, "Bytes").
#pragma once

#include <expected>
#include <string>

#include <nlohmann/json.hpp>

#include "protocol/errc.hpp"

namespace protocol {

using Json = nlohmann::json;

// Accepts `text` only when it is the canonical form of an object: strings of printable ASCII without `"` and `\`, integers
// from 0 below 2^53, no null, boolean, float, empty object or empty array, no duplicate key, `dump(parse(text)) == text`.
// Nesting is bounded before anything is parsed. Errors: malformed_header, too_large.
std::expected<Json, std::error_code> parse_canonical(std::string_view text, std::size_t bytes_max);

// The canonical text of a value built by us. Throws std::logic_error when the value has no canonical form: a bug of ours.
std::string canonical(const Json& value);

// True when the string may stand in canonical JSON.
bool is_plain_text(std::string_view text) noexcept;

}  // namespace protocol
