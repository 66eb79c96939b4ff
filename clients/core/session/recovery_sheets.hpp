// A state's recovery sheet while all is well: made, ended, and whether one is wanted.
#pragma once

#include <expected>
#include <vector>

#include "clients/core/session/session.hpp"
#include "crypto/recovery/key.hpp"

namespace clients {

// Holds the entries that make this key the state's: its `make`, which replaces one in force, and the keys of the state's circle.
// Nothing is sent: the sheets are to be on disk before. `holders`: besides this person. Call sync() before. Errors: those of
// judge().
std::expected<Composer, Failure> plan_sheet(Session& session, const crypto::recovery::PublicKey& key,
                                            std::vector<protocol::Handle> holders, Keyring& made);
// The state's sheet in force is worth nothing any longer. Errors: no_sheet, those of judge().
std::expected<Sent, Failure> end_sheet(Session& session);

// Is this person alone in the seat of a state that has no sheet in force? Then a lost device takes the state's past with it.
bool wants_sheet(const Session& session);
// Circles that a sheet's end or use has closed, and whose next epoch this device can make: to tend at once, the member's own
// first.
std::vector<protocol::Circle> closed_circles(const Session& session);

}  // namespace clients
