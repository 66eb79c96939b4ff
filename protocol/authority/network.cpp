// The network as a whole: members, access lists, settings, the gateway's keys.
#include "protocol/authority/act.hpp"
#include "protocol/limits.hpp"

namespace protocol::authority {

std::error_code judge(const Act&, const GenesisClaim&) { return errc::already_founded; }

std::error_code judge(const Act& act, const MemberClaim& claim) {
    const auto& members = act.state.members();
    const auto known = members.find(claim.member);
    if (known == members.end()) {
        if (claim.replaces) return errc::not_current;
        if (claim.status == MemberClaim::Status::suspended) return errc::not_authorised;
        return members.size() > limits::states_max ? errc::too_large : std::error_code{};
    }
    if (claim.replaces != known->second.entry) return errc::not_current;
    const bool suspended = claim.status == MemberClaim::Status::suspended;
    return suspended == known->second.suspended ? errc::already_exists : std::error_code{};
}

std::error_code judge(const Act& act, const AccessClaim& claim) {
    const auto& members = act.state.members();
    const auto member = members.find(claim.list.member);
    if (member == members.end()) return errc::not_authorised;
    const bool may = claim.list.side == ListSide::dmr ? act.by_officer() : act.by_seat_of(claim.list.member);
    if (!may) return errc::not_authorised;
    const auto current = member->second.lists.find(claim.list.side);
    const auto replaced = current == member->second.lists.end() ? std::optional<EntryId>{} : current->second.second;
    return claim.replaces == replaced ? std::error_code{} : errc::not_current;
}

std::error_code judge(const Act& act, const SettingsClaim& claim) {
    if (claim.replaces != act.state.settings_entry()) return errc::not_current;
    if (claim.founding_closed && !act.state.founding(act.at.time)) return errc::founding_over;
    return {};
}

std::error_code judge(const Act& act, const GatewayClaim& claim) {
    return claim.replaces == act.state.gateway_entry() ? std::error_code{} : errc::not_current;
}

}  // namespace protocol::authority
