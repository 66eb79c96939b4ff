#include "protocol/content/number.hpp"

#include <algorithm>
#include <charconv>

#include "protocol/content/limits.hpp"

namespace protocol::content {
namespace {

bool all_digits(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Compared as digits: as doubles, 2^53 + 1 would equal 2^53.
bool in_bound(std::string_view whole, bool has_fraction) noexcept {
    if (whole.size() != number_whole_max.size()) return whole.size() < number_whole_max.size();
    return has_fraction ? whole < number_whole_max : whole <= number_whole_max;
}

}  // namespace

std::optional<Number> parse_number(std::string_view text) {
    std::string_view digits = text;
    if (digits.starts_with('-')) digits.remove_prefix(1);
    const std::size_t point = digits.find('.');
    const std::string_view whole = digits.substr(0, point);
    if (!all_digits(whole) || (whole.size() > 1 && whole.front() == '0')) return std::nullopt;
    const bool has_fraction = point != std::string_view::npos;
    if (!in_bound(whole, has_fraction)) return std::nullopt;
    if (has_fraction) {
        const std::string_view fraction = digits.substr(point + 1);
        if (!all_digits(fraction) || fraction.size() > fraction_digits_max) return std::nullopt;
    }
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (value == 0 && text.front() == '-') return std::nullopt;
    return Number{std::string{text}, value};
}

}  // namespace protocol::content
