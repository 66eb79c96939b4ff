// Reading JSON objects that a stranger wrote: closed field lists, exact types, bounded text.
#pragma once

#include <cstddef>
#include <expected>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <system_error>

#include "protocol/content/language.hpp"

namespace protocol::content {

struct TextBounds {
    std::size_t characters_max;
    bool one_line = false;  // no line feed and no tab either
};

// Nothing when the text is not empty, trimmed, valid UTF-8, within its bound and free of control characters; else the
// rule that it breaks.
[[nodiscard]] std::error_code check_text(std::string_view text, TextBounds bounds);

// Nothing when the value is an object with all the required fields and no others than the required and optional ones.
[[nodiscard]] std::error_code check_fields(const nlohmann::json& value,
                                           std::initializer_list<std::string_view> required,
                                           std::initializer_list<std::string_view> optional = {});

// A string field that check_text accepts. The field must exist.
[[nodiscard]] std::expected<std::string, std::error_code> read_text(const nlohmann::json& object, const char* name,
                                                                    TextBounds bounds);

// A string field, to be compared with a closed list of short words; `malformed_content` when it is anything longer.
[[nodiscard]] std::expected<std::string, std::error_code> read_word(const nlohmann::json& object, const char* name);

// The field `language`.
[[nodiscard]] std::expected<Language, std::error_code> read_language(const nlohmann::json& object);

}  // namespace protocol::content
