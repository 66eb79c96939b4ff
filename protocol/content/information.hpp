// Information that a member shares unasked (working methods, 2.1 and 4.7).
#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>

#include "protocol/content/errc.hpp"
#include "protocol/content/language.hpp"

namespace protocol::content {

struct Information {
    std::string title;
    Language language = Language::en;
    std::string text;
    bool propose_dissemination = false;  // to the secretariat: please send it to all
    bool operator==(const Information&) const = default;
};

// {"title","language","text","propose_dissemination": true|false}
nlohmann::json to_json(const Information& information);

// Reads what to_json writes and nothing else. Safe on hostile input.
[[nodiscard]] std::expected<Information, std::error_code> parse_information(const nlohmann::json& content);

}  // namespace protocol::content
