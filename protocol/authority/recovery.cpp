// A state's recovery sheet: made, used once, ended.
#include <algorithm>

#include "protocol/authority/act.hpp"

namespace protocol::authority {
namespace {

std::optional<EntryId> in_force(const Act& act, const Member& member) {
    const Recovery* recovery = act.state.recovery_in_force(member, act.at.time);
    return recovery ? std::optional{recovery->entry} : std::nullopt;
}

std::error_code judge_action(const Act& act, const Member& member, const RecoveryMake& make) {
    if (make.replaces != in_force(act, member)) return errc::not_current;
    if (act.state.keys_used(make.keys)) return errc::already_exists;
    if (std::ranges::find(make.holders, act.author.handle) == make.holders.end()) return errc::not_authorised;
    const bool known = std::ranges::all_of(make.holders, [&](const Handle& handle) {
        return handle.member() == member && act.state.find_active(handle, act.at.time);
    });
    return known ? std::error_code{} : errc::not_current;
}

std::error_code judge_action(const Act& act, const Member& member, const RecoveryUse& use) {
    const Recovery* recovery = act.state.find_recovery(use.recovery);
    if (!recovery || recovery->member != member || recovery->used_by) return errc::not_current;
    const auto line = recovery_line(act.state.network(), use.recovery, act.author.handle, act.source.key);
    if (!crypto::verify(recovery->keys.sign, crypto::Context::recovery, crypto::as_bytes(line), use.proof))
        return errc::bad_signature;
    // A known device opens the past with a sheet that is no longer in force, too: after a coup nobody else could.
    if (!use.keys) return {};
    if (in_force(act, member) != use.recovery) return errc::not_current;
    const bool holds = std::ranges::find(recovery->holders, act.author.handle) != recovery->holders.end();
    if (!holds) return errc::not_authorised;
    return act.state.keys_used(*use.keys) ? errc::already_exists : std::error_code{};
}

std::error_code judge_action(const Act& act, const Member& member, const RecoveryEnd& end) {
    return in_force(act, member) == end.replaces ? std::error_code{} : errc::not_current;
}

}  // namespace

std::error_code judge(const Act& act, const RecoveryClaim& claim) {
    if (!act.by_seat_of(claim.member)) return errc::not_authorised;
    return std::visit([&](const auto& action) { return judge_action(act, claim.member, action); }, claim.action);
}

}  // namespace protocol::authority
