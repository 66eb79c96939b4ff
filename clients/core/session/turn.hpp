// Whose turn it is, when several clients could do the same: each finds it out alone, and nobody has to be asked.
#pragma once

#include <set>
#include <vector>

#include "protocol/network_state.hpp"

namespace clients {

// Seconds that `me` leaves to those who come first, counted from the cause. The order is that of H(cause || handle), so another
// cause has another order; `able`: whose clients could do it, `me` among them or not. The first waits 0, nobody longer than
// limits::turn_s_max.
std::int64_t turn_delay_s(const protocol::EntryId& cause, const protocol::Handle& me, const std::vector<protocol::Handle>& able);

// All circles in the order in which they get their next epochs: a stale member circle would be left out of the epoch of what it
// belongs to, so those go first.
std::vector<protocol::Circle> rotation_order(const protocol::NetworkState& state);

// Does the person make and hand on keys of this circle? Members of it who hold no state's circle do for their own one only.
bool hands_over(const protocol::NetworkState& state, const protocol::Person& person, const protocol::Circle& circle,
                std::int64_t time);

// Whose clients could make the circle's next epoch or hand on the present one: members of it who hold its current secret, the
// accused left out.
std::vector<protocol::Handle> who_could(const protocol::NetworkState& state, const protocol::Circle& circle,
                                        const std::set<protocol::Handle>& accused, std::int64_t time);

}  // namespace clients
