// The plaintext of a body: `{"bind":...,"content":...}` LF and spaces to the padded length (docs/protocol.md, "Body").
#pragma once

#include <expected>

#include <nlohmann/json.hpp>

#include "crypto/secret.hpp"
#include "protocol/header.hpp"

namespace protocol {

// JSON whose strings wipe themselves: for bodies, which may carry circle secrets.
using SecretString = std::basic_string<char, std::char_traits<char>, crypto::WipingAllocator<char>>;
using SecretJson = nlohmann::basic_json<std::map, std::vector, SecretString, bool, std::int64_t, std::uint64_t, double,
                                        crypto::WipingAllocator>;

// Padded plaintext for `header` (its `body` field is not looked at). The floor is that of the kind.
crypto::SecretBytes body_plaintext(const Header& header, const SecretJson& content);

// Takes an opened plaintext apart: padding, bind, content object. Nesting is bounded first and duplicate keys are refused.
// Errors: bad_padding, bind_mismatch, malformed_content.
std::expected<SecretJson, std::error_code> parse_body(const Header& header, const crypto::SecretBytes& plaintext);

// Bounded parse of hostile JSON text that people's words may stand in: depth, duplicate keys, UTF-8.
std::optional<SecretJson> parse_hostile_json(std::string_view text);

}  // namespace protocol
