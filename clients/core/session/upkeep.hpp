// What a client does unasked so that nobody is locked out and nothing is sealed to somebody who left.
#pragma once

#include <expected>
#include <vector>

#include "clients/core/session/session.hpp"

namespace clients {

// Gives every stale circle that this person belongs to and holds its next epoch, own circles first. Call after sync().
// Returns the circles rotated; one that somebody else rotated meanwhile is no failure.
std::expected<std::vector<protocol::Circle>, Failure> rotate_stale_circles(Session& session);

}  // namespace clients
