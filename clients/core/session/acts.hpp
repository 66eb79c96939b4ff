// Acts of government by this person: a claim becomes an entry, and takes effect or waits for consents.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "clients/core/session/session.hpp"

namespace clients {

// What would be submitted. Points into the session it was planned for.
struct PlannedAct {
    Composer composer;
    bool proposed = false;   // it counts when its other party has consented
};
// One entry without a body, judged as the gateway will. Call sync() before. Errors: those of judge() and Session::compose().
std::expected<PlannedAct, Failure> plan_act(Session& session, const protocol::Claim& claim);

// The claims, each naming the entry that it replaces as the register stands here.
protocol::MemberClaim member_claim(const protocol::NetworkState& state, const protocol::Member& member,
                                   protocol::MemberClaim::Status status);
protocol::SettingsClaim settings_claim(const protocol::NetworkState& state, protocol::SettingValues values, bool close_founding);
protocol::GatewayClaim gateway_claim(const protocol::NetworkState& state, std::vector<crypto::tls::SpkiPin> pins);
protocol::RetentionClaim retention_claim(const protocol::NetworkState& state, const protocol::Circle& circle, unsigned years);
// Sorted, as the claim wants them.
protocol::HandoverClaim handover_claim(std::vector<protocol::Handle> closes, std::vector<protocol::Handle> opens);

// Would a client that knows the pins of today find the gateway tomorrow? One of the new ones is among those in force; else a slip
// of the pen locks every client out for good.
bool pins_continue(const protocol::NetworkState& state, const std::vector<crypto::tls::SpkiPin>& pins, std::int64_t time);

}  // namespace clients
