// A number as an answer: kept exactly as written, never as a floating-point guess alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace protocol::content {

struct Number {
    std::string text;  // the one form: 560, -3, 12.5; no leading zeros, no plus, a point before 1 to 6 decimals
    double value = 0;  // nearest double; exact for integers up to 2^53
    bool operator==(const Number&) const = default;
};

// Reads the one form; nothing for anything else or for a magnitude above 2^53.
std::optional<Number> parse_number(std::string_view text);

}  // namespace protocol::content
