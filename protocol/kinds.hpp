// The one table of kinds: what each is, who may author it, and which shape its header has (docs/protocol.md, "Kinds").
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "protocol/header.hpp"
#include "protocol/names.hpp"

namespace protocol {

enum class Kind {
    genesis, member, designation, circle, rotation, grant, access, settings,  // governing, in the order of the variant Claim
    device, revocation, consent, complaint, recovery, handover, gateway, retention,
    request, response, information,
};

enum class Presence { absent, optional, required };

// A set of roles.
class Roles {
public:
    constexpr Roles(std::initializer_list<Role> roles) {
        for (const Role role : roles) bits_ |= 1u << static_cast<unsigned>(role);
    }
    constexpr bool has(Role role) const { return (bits_ & (1u << static_cast<unsigned>(role))) != 0; }

private:
    unsigned bits_ = 0;
};

struct KindRule {
    std::string_view name;
    Kind kind;
    bool governing;           // has a claim, its header goes to every designated person
    bool numbered;            // gets NFP/YYYY/NNN
    bool carries_key;         // addressed to exactly those who get the key; the author's own circle may be missing
    bool written_by_people;   // its padded plaintext has the higher floor, and access lists decide who may write it
    Roles authors;            // authority that depends on more than the role is decided in authority/
    Presence body;
    std::size_t refs_count;   // exactly
};

std::span<const KindRule> kind_table() noexcept;
// Nothing for a kind this version does not know.
const KindRule* find_kind(std::string_view name) noexcept;
const KindRule& rule_of(Kind kind) noexcept;
// Does the entry belong to the chain of authority? A `consent` does when it carries a claim; others are of later versions.
bool is_governing(const Header& header) noexcept;

// The shape that the table demands of a header. Errors: unknown_kind, malformed_header, malformed_claim, audience_not_allowed.
std::error_code check_shape(const Header& header);

}  // namespace protocol
