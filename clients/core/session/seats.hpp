// Changes of authority as this person is to see them: notices until they are acknowledged, and states founded anew by the
// secretariat, to which nothing is sent by name until their safety words have been confirmed.
#pragma once

#include <set>
#include <vector>

#include "clients/core/session/session.hpp"

namespace clients {

// Everything since this person was designated that they have neither acknowledged nor confirmed, in register order; of each
// state's seat the last change alone.
std::vector<AuthorityChange> open_changes(Session& session);
// Acknowledges these; what wants a confirmation is left. Durable on return.
void acknowledge(Session& session, const std::vector<AuthorityChange>& changes);
// Circles of the states founded anew whose safety words have not been confirmed: nothing is addressed to them by name.
std::set<protocol::Circle> unconfirmed_seats(Session& session);

// Compares what was typed with the words of the person who founded their state anew; from then on the state is written to again.
// Errors: words_mismatch, no_alarm, unknown_reference.
std::expected<void, Failure> confirm_seat(Session& session, const protocol::Handle& handle, std::string_view typed_words);

}  // namespace clients
