#include "protocol/content/numbered_items.hpp"

#include <optional>

#include "protocol/content/limits.hpp"
#include "protocol/content/typography.hpp"

namespace protocol::content {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

struct Marker {
    unsigned number;
    std::string_view rest;
};

std::optional<Marker> read_marker(std::string_view line) {
    line = trim(line);
    unsigned number = 0;
    std::size_t digits = 0;
    for (; digits < line.size() && is_digit(line[digits]); ++digits) {
        if (digits == item_number_digits_max) return std::nullopt;
        number = number * 10 + static_cast<unsigned>(line[digits] - '0');
    }
    if (digits == 0 || digits == line.size() || line[digits] != '.') return std::nullopt;
    const std::string_view rest = line.substr(digits + 1);
    if (!rest.empty() && is_digit(rest.front())) return std::nullopt;
    return Marker{number, rest};
}

}  // namespace

std::expected<std::vector<NumberedItem>, TextError> parse_numbered_items(const Section& section) {
    std::vector<NumberedItem> items;
    std::vector<Line> pending;  // lines of the last item
    const auto finish = [&] {
        if (!items.empty()) items.back().text = join(pending);
        pending.clear();
    };
    for (const Line& line : section.lines) {
        if (const auto marker = read_marker(line.text)) {
            finish();
            items.push_back({marker->number, line.number, {}});
            pending.push_back({line.number, marker->rest});
        } else if (!items.empty()) {
            pending.push_back(line);
        } else if (!trim(line.text).empty()) {
            return std::unexpected(TextError{line.number, errc::text_before_number, {}});
        }
    }
    finish();
    return items;
}

}  // namespace protocol::content
