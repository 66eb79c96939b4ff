#include "clients/core/session/acts.hpp"

#include <algorithm>

namespace clients {

using namespace protocol;

std::expected<PlannedAct, Failure> plan_act(Session& session, const Claim& claim) {
    auto composer = session.compose();
    if (!composer) return std::unexpected(composer.error());
    const Draft draft{.kind = kind_of(claim), .to = {}, .devices = {}, .refs = {}, .claim = claim, .content = {}};
    if (const auto error = composer->add(draft)) return fail(error);
    const bool proposed = composer->state().proposals().contains(composer->batch().front().id);
    return PlannedAct{.composer = std::move(*composer), .proposed = proposed};
}

MemberClaim member_claim(const NetworkState& state, const Member& member, MemberClaim::Status status) {
    const auto known = state.members().find(member);
    return {.member = member, .status = status, .replaces = known == state.members().end() ? std::nullopt : known->second.entry};
}

SettingsClaim settings_claim(const NetworkState& state, SettingValues values, bool close_founding) {
    return {.values = std::move(values), .founding_closed = close_founding, .replaces = state.settings_entry()};
}

GatewayClaim gateway_claim(const NetworkState& state, std::vector<crypto::tls::SpkiPin> pins) {
    return {.pins = std::move(pins), .replaces = state.gateway_entry()};
}

RetentionClaim retention_claim(const NetworkState& state, const Circle& circle, unsigned years) {
    const CircleState* known = state.find_circle(circle);
    RetentionClaim claim{.circle = circle, .years = years, .replaces = {}};
    if (known && known->retention) claim.replaces = known->retention->entry;
    return claim;
}

HandoverClaim handover_claim(std::vector<Handle> closes, std::vector<Handle> opens) {
    std::ranges::sort(closes);
    std::ranges::sort(opens);
    return {.closes = std::move(closes), .opens = std::move(opens)};
}

bool pins_continue(const NetworkState& state, const std::vector<crypto::tls::SpkiPin>& pins, std::int64_t time) {
    return std::ranges::any_of(state.pins(time), [&](const auto& pin) { return std::ranges::find(pins, pin) != pins.end(); });
}

}  // namespace clients
