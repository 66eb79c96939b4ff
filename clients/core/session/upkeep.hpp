// What a client does unasked so that nobody is locked out, nothing is sealed to somebody who left, and a bad key is named.
#pragma once

#include <expected>
#include <optional>
#include <vector>

#include "clients/core/session/forgetting.hpp"

namespace clients {

// Something that waits, and that this client could do.
struct Chore {
    enum class What {
        complaint,   // a rotation or grant of the current epoch did not open, or carried a wrong secret
        rotation,    // the circle is to have its next epoch
        grant,       // a member lacks epochs that are held here
    };
    What what = What::rotation;
    protocol::Circle circle;
    std::optional<protocol::Audience> to;       // of a grant
    std::vector<std::uint64_t> epochs;          // of a grant
    std::optional<protocol::EntryId> against;   // of a complaint: the rotation or grant
    std::optional<protocol::Handle> accused;    // of a complaint: who made it
    std::int64_t turn = 0;                      // register time from which it is this client's to do; others may come first
    protocol::Due::Why why = protocol::Due::Why::none;   // of a rotation
    bool hands_on = true;                       // of a rotation: the present secret is held here, or nobody could hold it
};
// In the order in which they are to be done: complaints, then rotations, member circles before what they belong to, then grants.
// Call after sync(). Costs a walk over circles and persons.
std::vector<Chore> chores(Session& session);

struct Hindered {
    Chore chore;
    Failure why;
};
struct Upkeep {
    std::vector<Chore> done;            // by this client
    std::vector<Hindered> failed;       // what could not be done
    std::vector<Forgotten> forgotten;   // destroyed, as their circle's retention says
    std::uint64_t entries = 0;          // appended,
    std::uint64_t bytes = 0;            // and their size as submitted
    std::optional<std::int64_t> next_turn;   // register time of the first chore left to others for now
};
// Does the chores whose turn has come, and rotations of `needed` circles at once; syncs after each, and sends what waited for
// them in the outbox. Somebody else's coming first is no failure. Call after sync(). Failure: the gateway was lost, or lied.
std::expected<Upkeep, Failure> tend(Session& session, const std::vector<protocol::Circle>& needed = {});

// The register's clock as far as it is known here: no terms, turns or delays are counted by anything else.
std::int64_t register_now(const Session& session);

}  // namespace clients
