#include "protocol/content/destination.hpp"

#include <algorithm>

#include "protocol/content/limits.hpp"
#include "protocol/content/typography.hpp"

namespace protocol::content {
namespace {

bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }

bool is_group_name(std::string_view name) noexcept {
    if (name.empty() || name.size() > group_name_characters_max || !is_lower(name.front())) return false;
    return std::ranges::all_of(name, [](char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '-'; });
}

std::optional<ToStates> parse_states(std::string_view text) {
    ToStates states;
    while (true) {
        const std::size_t comma = text.find(',');
        const std::string code{trim(text.substr(0, comma))};
        if (code.size() != 2 || !std::ranges::all_of(code, is_lower)) return std::nullopt;
        if (std::ranges::find(states.codes, code) != states.codes.end()) return std::nullopt;
        if (states.codes.size() == states_max) return std::nullopt;
        states.codes.push_back(code);
        if (comma == std::string_view::npos) return states;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace

std::optional<RequestDestination> parse_request_destination(std::string_view text) {
    const std::string folded = fold(text);
    if (folded == "network" || folded == "reseau") return ToNetwork{};
    const std::size_t colon = folded.find(':');
    if (colon != std::string::npos) {
        const std::string_view word = trim(std::string_view{folded}.substr(0, colon));
        const std::string_view name = trim(std::string_view{folded}.substr(colon + 1));
        if ((word != "group" && word != "groupe") || !is_group_name(name)) return std::nullopt;
        return ToGroup{std::string{name}};
    }
    if (auto states = parse_states(folded)) return *std::move(states);
    return std::nullopt;
}

std::optional<InformationDestination> parse_information_destination(std::string_view text) {
    if (fold(text) == "dmr") return ToSecretariat{};
    auto destination = parse_request_destination(text);
    if (!destination) return std::nullopt;
    return std::visit([](auto& to) -> InformationDestination { return std::move(to); }, *destination);
}

}  // namespace protocol::content
