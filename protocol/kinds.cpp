#include "protocol/kinds.hpp"

#include <algorithm>
#include <array>

namespace protocol {
namespace {

constexpr Roles officers{Role::officer};
constexpr Roles focal_points{Role::focal_point};
constexpr Roles members{Role::officer, Role::focal_point};
// Readers too: about their own keys, their own circle and themselves.
constexpr Roles everybody{Role::officer, Role::focal_point, Role::national_reader, Role::expert, Role::agent};

//                  name           kind               govern numbered key    people authors       body                refs
constexpr std::array<KindRule, 19> table{{
    {"genesis",     Kind::genesis,     true,  false, false, false, officers,     Presence::absent,   0},
    {"member",      Kind::member,      true,  false, false, false, officers,     Presence::absent,   0},
    {"designation", Kind::designation, true,  false, false, false, members,      Presence::required, 0},
    {"circle",      Kind::circle,      true,  false, false, false, members,      Presence::absent,   0},
    {"rotation",    Kind::rotation,    true,  false, true,  false, everybody,    Presence::required, 0},
    {"grant",       Kind::grant,       true,  false, true,  false, everybody,    Presence::required, 0},
    {"access",      Kind::access,      true,  false, false, false, members,      Presence::absent,   0},
    {"settings",    Kind::settings,    true,  false, false, false, officers,     Presence::absent,   0},
    {"device",      Kind::device,      true,  false, false, false, everybody,    Presence::absent,   0},
    {"revocation",  Kind::revocation,  true,  false, false, false, everybody,    Presence::absent,   0},
    {"consent",     Kind::consent,     true,  false, false, false, members,      Presence::absent,   0},
    {"complaint",   Kind::complaint,   true,  false, false, false, everybody,    Presence::absent,   0},
    {"recovery",    Kind::recovery,    true,  false, false, false, focal_points, Presence::absent,   0},
    {"handover",    Kind::handover,    true,  false, false, false, officers,     Presence::absent,   0},
    {"gateway",     Kind::gateway,     true,  false, false, false, officers,     Presence::absent,   0},
    {"retention",   Kind::retention,   true,  false, false, false, everybody,    Presence::absent,   0},
    {"request",     Kind::request,     false, true,  false, true,  members,      Presence::required, 0},
    {"response",    Kind::response,    false, false, false, true,  members,      Presence::required, 1},
    {"information", Kind::information, false, false, false, true,  members,      Presence::required, 0},
}};

}  // namespace

std::span<const KindRule> kind_table() noexcept { return table; }

const KindRule* find_kind(std::string_view name) noexcept {
    const auto found = std::ranges::find(table, name, &KindRule::name);
    return found == table.end() ? nullptr : &*found;
}

const KindRule& rule_of(Kind kind) noexcept { return *std::ranges::find(table, kind, &KindRule::kind); }

bool is_governing(const Header& header) noexcept {
    const KindRule* rule = find_kind(header.kind);
    return rule && rule->governing && !(rule->kind == Kind::consent && header.claim.is_null());
}

std::error_code check_shape(const Header& header) {
    const KindRule* rule = find_kind(header.kind);
    if (!rule) return errc::unknown_kind;
    // A later version's consent: to spreading a response.
    if (rule->kind == Kind::consent && header.claim.is_null()) return errc::unknown_kind;
    if (rule->governing == header.claim.is_null()) return errc::malformed_claim;
    if (header.refs.size() != rule->refs_count || !header.blobs.empty()) return errc::malformed_header;
    if ((rule->body == Presence::required) != header.body.has_value() && rule->body != Presence::optional)
        return errc::body_mismatch;
    // People write to circles; only keys are sealed to single devices.
    const bool names_device =
        std::ranges::any_of(header.audience, [](const Audience& to) { return std::holds_alternative<KeyId>(to); });
    if (names_device && !rule->carries_key) return errc::audience_not_allowed;
    if (rule->kind == Kind::grant && header.audience.size() != 1) return errc::audience_not_allowed;
    return {};
}

}  // namespace protocol
