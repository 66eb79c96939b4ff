// Which language a text is written in, as far as that can be told (CLD2). For what a person is about to send, never for what
// came from others: a guess decides nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/content/information.hpp"
#include "protocol/content/request.hpp"
#include "protocol/content/response.hpp"

namespace clients::language {

// The ISO 639 code of the text's language, "fr"; nothing when it is too short, mixed or not to be told. Pure, thread-safe.
std::optional<std::string> detect(std::string_view text);

// What somebody wrote in their own words: no choices, numbers, dates or marks.
std::string prose_of(const protocol::content::Request& request);
std::string prose_of(const protocol::content::Response& response);
std::string prose_of(const protocol::content::Information& information);

// The language the text looks to be in, when that is surely another than `declared`.
std::optional<std::string> contradiction(protocol::content::Language declared, std::string_view prose);

}  // namespace clients::language
