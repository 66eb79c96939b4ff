// What people of a running network do through a session, each act as a batch of its own. Failures throw.
#pragma once

#include "clients/core/session/exchange.hpp"
#include "tests/integration/clients/running_network.hpp"

namespace clients::test {

// The session as it would be if it had just been opened: a program may have worked in its home meanwhile.
inline void up_to_date(Session& session) {
    session.refresh();
    must(session.sync());
}

inline Sent send(Session& session, const Draft& draft) {
    up_to_date(session);
    auto composer = must(session.compose());
    if (const auto error = composer.add(draft)) throw std::runtime_error(error.message());
    return must(session.send(composer, rule_of(draft.kind).written_by_people ? &draft : nullptr));
}
// An entry with this claim.
inline Sent act(Session& session, const protocol::Claim& claim) {
    return send(session, {.kind = protocol::kind_of(claim), .to = {}, .devices = {}, .refs = {}, .claim = claim, .content = {}});
}
inline protocol::RevocationClaim revocation_of(const std::string& handle) {
    return {.handle = *protocol::Handle::parse(handle), .device = {}, .keep = {}, .reason = protocol::RevocationReason::left};
}
inline Sent revoke(Session& session, const std::string& handle) { return act(session, revocation_of(handle)); }

inline Draft a_draft(const std::string& title, const std::vector<protocol::Circle>& to) {
    return information_draft(
        {.title = title, .language = protocol::content::Language::en, .text = "A text.", .propose_dissemination = false}, to);
}
inline Draft a_draft(const std::string& title, const std::string& circle = "network") {
    return a_draft(title, std::vector{*protocol::Circle::parse(circle)});
}

}  // namespace clients::test
