// Rotations, grants, and complaints about them.
#include <algorithm>

#include "protocol/authority/act.hpp"
#include "protocol/limits.hpp"

namespace protocol::authority {
namespace {

// Who holds no state's circle makes keys for the own circle only.
bool may_hand_over(const Act& act, const Circle& circle) {
    if (!act.author.seated() && circle != Circle::of(act.author.handle)) return false;
    return act.state.belongs(act.author, circle, act.at.time);
}

}  // namespace

std::error_code judge(const Act& act, const RotationClaim& claim) {
    const CircleState* circle = act.state.find_circle(claim.circle);
    if (!circle) return errc::unknown_circle;
    if (!may_hand_over(act, claim.circle)) return errc::not_authorised;
    if (claim.epoch != circle->current() + 1) return errc::epoch_out_of_order;
    const Due due = act.state.due(claim.circle, act.at.time);
    if (!due) return errc::rotation_not_due;
    if (due.accused.contains(act.author.handle)) return errc::not_authorised;
    if (claim.history && !circle->history) return errc::malformed_claim;
    const auto expected = act.state.rotation_audience(claim.circle, act.at.time);
    return act.source.audience == expected ? std::error_code{} : errc::audience_not_allowed;
}

std::error_code judge(const Act& act, const GrantClaim& claim) {
    const CircleState* circle = act.state.find_circle(claim.circle);
    if (!circle) return errc::unknown_circle;
    if (!may_hand_over(act, claim.circle)) return errc::not_authorised;
    for (const auto epoch : claim.epochs) {
        if (!circle->epochs.contains(epoch)) return errc::unknown_circle;
        if (!circle->history && epoch != circle->current()) return errc::not_authorised;
        if (!act.state.knowers({claim.circle, epoch}).contains(act.source.key)) return errc::not_authorised;
    }
    // To one direct member of the circle: a member circle, a device or a recovery sheet.
    const Audience& to = act.source.audience.front();
    const auto members = act.state.rotation_audience(claim.circle, act.at.time);
    if (std::ranges::find(members, to) == members.end()) return errc::audience_not_allowed;
    const bool adds =
        std::ranges::any_of(claim.epochs, [&](auto epoch) { return act.state.grant_adds({claim.circle, epoch}, to); });
    return adds ? std::error_code{} : errc::already_exists;
}

std::error_code judge(const Act& act, const ComplaintClaim& claim) {
    const auto about = act.state.handed_over_by(claim.entry);
    if (!about) return errc::not_current;
    const bool mine = std::ranges::any_of(about->to, [&](const Audience& to) {
        if (const auto* key = std::get_if<KeyId>(&to)) return act.author.devices.contains(*key);
        return act.state.belongs(act.author, std::get<CircleEpoch>(to).circle, act.at.time);
    });
    if (!mine) return errc::not_authorised;
    // Two who accuse each other would rotate for ever.
    const auto& complained = act.state.find_circle(about->circle)->complained;
    const auto last = complained.find(act.author.handle.member());
    const bool repeated = last != complained.end() && act.at.time < last->second + limits::complaint_interval_s_min;
    return repeated ? errc::complaint_repeated : std::error_code{};
}

}  // namespace protocol::authority
