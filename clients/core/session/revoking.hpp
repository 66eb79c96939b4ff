// Revocations, and what follows from one.
#pragma once

#include <expected>
#include <vector>

#include "clients/core/session/session.hpp"

namespace clients {

// What a revocation would do, found out by doing it to a copy of the state.
struct Consequences {
    std::vector<protocol::KeyId> ends;         // devices, in the order of their keys
    std::vector<protocol::KeyId> stays;        // of the person's; empty when they lose all
    bool of_mine = false;                      // this very device is among those that end
    bool vacates = false;                      // nobody is left in the state's seat
    struct Closed {
        protocol::Circle circle;
        std::vector<protocol::Handle> could;   // whose clients can make its next epoch
    };
    std::vector<Closed> closed;                // circles that become stale, member circles first
};
struct PlannedRevocation {
    Composer composer;                         // holds the entry
    Consequences consequences;
};
// Call sync() before. Errors: those of judge(): not_current, not_authorised, last_officer.
std::expected<PlannedRevocation, Failure> plan_revocation(Session& session, const protocol::RevocationClaim& claim);

}  // namespace clients
