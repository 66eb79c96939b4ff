// The member states: codes, names and their order in both languages (config/member-states.json, compiled in).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/content/language.hpp"

namespace clients::compilation {

using protocol::content::Language;

// Somebody who asks or is asked: a member state or the secretariat.
struct Member {
    std::string code;  // "fr", "dmr"
    std::string name_en;
    std::string name_fr;
    const std::string& name(Language language) const noexcept { return language == Language::fr ? name_fr : name_en; }
    bool operator==(const Member&) const = default;
};

struct MemberState {
    Member member;
    unsigned order_en;  // place in the alphabet of that language, from 1; accents do not count
    unsigned order_fr;
};

// All states of the list, in its order. Thread-safe.
std::span<const MemberState> member_states();

// The state or secretariat of that code; a member whose names are the code in capitals when the list has none.
Member find_member(std::string_view code);

// By the name in that language; members that are not in the list come last, by code.
void sort_by_name(std::vector<Member>& members, Language language);

}  // namespace clients::compilation
