#include "protocol/canonical_json.hpp"

#include <algorithm>
#include <stdexcept>

#include "protocol/json_depth.hpp"
#include "protocol/limits.hpp"

namespace protocol {
namespace {

bool is_canonical_value(const Json& value) {
    switch (value.type()) {
        case Json::value_t::object:
            return !value.empty() && std::ranges::all_of(value.items(), [](const auto& item) {
                return !item.key().empty() && is_plain_text(item.key()) && is_canonical_value(item.value());
            });
        case Json::value_t::array:
            return !value.empty() && std::ranges::all_of(value, is_canonical_value);
        case Json::value_t::string: return is_plain_text(value.get_ref<const std::string&>());
        case Json::value_t::number_unsigned: return value.get<std::uint64_t>() <= limits::integer_max;
        case Json::value_t::number_integer: {  // how nlohmann holds numbers that we set from signed variables
            const auto number = value.get<std::int64_t>();
            return number >= 0 && static_cast<std::uint64_t>(number) <= limits::integer_max;
        }
        default: return false;
    }
}

}  // namespace

bool is_plain_text(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e && c != '"' && c != '\\'; });
}

std::expected<Json, std::error_code> parse_canonical(std::string_view text, std::size_t bytes_max) {
    if (text.size() > bytes_max) return std::unexpected(errc::too_large);
    const bool ascii = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e && c != '\\'; });
    if (!ascii || !is_shallow_json(text, limits::header_depth_max)) return std::unexpected(errc::malformed_header);
    Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!value.is_object() || !is_canonical_value(value)) return std::unexpected(errc::malformed_header);
    // Refuses spaces, other orders of keys, duplicate keys and other spellings of numbers at once.
    if (value.dump() != text) return std::unexpected(errc::malformed_header);
    return value;
}

std::string canonical(const Json& value) {
    if (!value.is_object() || !is_canonical_value(value)) throw std::logic_error("value has no canonical form");
    return value.dump();
}

}  // namespace protocol
