// Moves between text, secrets and JSON that wipes itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/body.hpp"

namespace clients {

using protocol::SecretJson;
using protocol::SecretString;

inline SecretString secret_string(std::string_view text) { return {text.begin(), text.end()}; }

// Serialised into wiping memory.
crypto::SecretBytes dump_secret(const SecretJson& value);
// Nothing when it is not JSON; used on what this client itself sealed and on opened bodies.
std::optional<SecretJson> parse_secret(const crypto::SecretBytes& text);

// The string member `key`, or empty: callers check what they need.
std::string_view text_of(const SecretJson& object, const char* key);
std::optional<std::uint64_t> integer_of(const SecretJson& object, const char* key);

// Content that people wrote carries no keys: to and from the plain JSON that protocol/content speaks.
nlohmann::json plain_json(const SecretJson& value);
SecretJson secret_json(const nlohmann::json& value);

}  // namespace clients
