// Secrets of epochs whose time is over are destroyed, with what only they open (docs/protocol.md, "Retention").
#pragma once

#include <set>
#include <vector>

#include "clients/core/session/session.hpp"

namespace clients {

struct Forgotten {
    protocol::CircleEpoch epoch;
    std::int64_t since = 0;          // register time from which it was to be destroyed
};
// Register time after which an epoch that ended at that time is destroyed. Not before whoever looks was warned of it for as
// long as of any other end: a retention is one person's decision, and what it destroys does not come back.
std::int64_t forgotten_after(const protocol::RetentionInForce& retention, std::int64_t epoch_end);
// The epochs held here that ended more than their circle's retention ago, by the register's clock and by this machine's.
std::vector<Forgotten> overdue_epochs(const Session& session);

// Destroys their secrets, the opened content that no other key held here opens, and the ciphertext of the rotations and grants
// that brought them; overwrites what the file held of it. Durable on return. Call before a rotation, which else would carry them.
std::vector<Forgotten> forget_overdue(Session& session);

}  // namespace clients
