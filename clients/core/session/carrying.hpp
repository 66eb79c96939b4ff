// A home without network: what it gives a carrier to take to the gateway, and how it takes in what comes back.
#pragma once

#include "clients/core/session/session.hpp"
#include "protocol/bundle/bundle.hpp"

namespace clients {

// The outbox byte for byte, an enrolment that waits, and up to where the register is verified here. Failure: no_identity.
std::expected<protocol::wire::OutgoingBundle, Failure> outgoing_bundle(Session& session);

// What became of it.
struct Brought {
    std::vector<protocol::Receipt> receipts;   // verified: sent
    std::size_t resealed = 0;                  // the circle has a new epoch: sealed again, waits for the next carrier
    std::vector<Failure> waiting;              // for its circle's next epoch, or a state's confirmation: kept as it is
    // For good, and the register that came with it bears it out: out of the outbox. Not chores that others did first.
    std::vector<Failure> refused;
    std::vector<Failure> doubted;              // refused, says the file, and the register does not bear it out: kept
    SyncReport report;
};
// Verifies receipts and pages as if they came from the gateway itself: nothing in the file is believed because it is there.
// Failures: no_identity, wrong_network, bundle_not_mine, and those of Session::settle and take_carried.
std::expected<Brought, Failure> bring_in(Session& session, protocol::wire::ReturningBundle bundle);

// The time of the newest checkpoint that was verified here: of what date the register is. Nothing: none yet.
std::optional<std::int64_t> checkpoint_time(const Session& session);

}  // namespace clients
