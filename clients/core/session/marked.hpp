// Entries that this person has marked, by the mark's name: seen, confirmed. Kept in the home, durable on return.
#pragma once

#include <set>

#include "clients/core/store/store.hpp"

namespace clients {

enum class Mark {
    acknowledged,   // a change of authority was read
    confirmed,      // safety words were compared
};

std::set<protocol::EntryId> marked(Store& store, Mark mark);
void mark(Store& store, Mark mark, const std::set<protocol::EntryId>& entries);

}  // namespace clients
