#include "clients/core/compilation/member_states.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "clients/core/compilation/embedded.hpp"

namespace clients::compilation {
namespace {

std::vector<MemberState> load() {
    std::vector<MemberState> states;
    for (const nlohmann::json& state : nlohmann::json::parse(member_states_json)) {
        states.push_back(
            {{state.at("code"), state.at("en"), state.at("fr")}, state.at("order_en"), state.at("order_fr")});
    }
    return states;
}

const MemberState* find_state(std::string_view code) {
    const auto states = member_states();
    const auto found =
        std::ranges::find(states, code, [](const MemberState& s) -> std::string_view { return s.member.code; });
    return found == states.end() ? nullptr : &*found;
}

unsigned order(std::string_view code, Language language) {
    const MemberState* state = find_state(code);
    if (state == nullptr) return std::numeric_limits<unsigned>::max();
    return language == Language::fr ? state->order_fr : state->order_en;
}

}  // namespace

std::span<const MemberState> member_states() {
    static const std::vector<MemberState> states = load();
    return states;
}

Member find_member(std::string_view code) {
    if (const MemberState* state = find_state(code)) return state->member;
    if (code == "dmr") {
        return {"dmr", "Division on Migration and Refugees", "Division sur les migrations et les réfugiés"};
    }
    std::string name{code};
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return {std::string{code}, name, name};
}

void sort_by_name(std::vector<Member>& members, Language language) {
    std::ranges::sort(members, {}, [language](const Member& m) { return std::pair{order(m.code, language), m.code}; });
}

}  // namespace clients::compilation
