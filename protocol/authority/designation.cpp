// Persons come, and their terms end.
#include <algorithm>

#include "protocol/authority/act.hpp"

namespace protocol::authority {
namespace {

bool role_fits(Role role, const Member& member) {
    if (role == Role::expert) return true;
    return (role == Role::officer) == member.is_dmr();
}

std::error_code judge_replacement(const Act& act, const DesignationClaim& claim, const Person& person) {
    if (!claim.replaces) return errc::already_exists;  // a handle is never reused
    if (*claim.replaces != person.designation) return errc::not_current;
    const bool may = act.author.handle == claim.handle || act.by_officer() || act.by_seat_of(claim.handle.member());
    // Keys, role and a longer term are for a new designation by others to give, never for a replacement.
    const bool same_keys = std::ranges::any_of(person.devices, [&](const auto& device) { return device.second == claim.keys; });
    const bool longer = person.until && (!claim.until || *claim.until > *person.until);
    const bool revived = !person.active(act.at.time) || claim.role != person.role;
    if (!may || !same_keys || longer || revived) return errc::not_authorised;
    const bool ends = claim.until && *claim.until <= act.at.time;
    const bool last = ends && person.role == Role::officer && !act.officer_remains({person.handle}, act.at.time);
    return last ? errc::last_officer : std::error_code{};
}

}  // namespace

std::error_code judge(const Act& act, const DesignationClaim& claim) {
    const Member member = claim.handle.member();
    // Contact details are sealed to the network and to nobody else.
    if (circles_in(act.source.audience) != std::vector{Circle::network()}) return errc::audience_not_allowed;
    if (!role_fits(claim.role, member) || !act.state.is_member(member, act.at.time)) return errc::not_authorised;
    if (const Person* person = act.state.find_person(claim.handle)) return judge_replacement(act, claim, *person);

    if (claim.replaces) return errc::not_current;
    if (act.state.keys_used(claim.keys)) return errc::already_exists;
    if (claim.until && *claim.until <= act.at.time) return errc::malformed_claim;
    // The secretariat's own, and the first person of a state or after a vacancy, are the DMR's to designate; every later one is
    // for the state and the DMR together, and either may propose.
    const bool may = act.by_officer() || (!member.is_dmr() && act.by_seat_of(member));
    return may ? std::error_code{} : errc::not_authorised;
}

}  // namespace protocol::authority
