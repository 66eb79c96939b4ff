// The database's tables, version by version.
#pragma once

#include <span>

#include "gateway/store/sqlite.hpp"

namespace gateway::store {

// One script per version; script i leads from version i to i + 1. A released script is never edited: append another.
std::span<const char* const> migrations() noexcept;

// What the database was written with. A version we do not know is refused: StoreFailed.
std::uint64_t schema_version(Database& database);

// Brings the database to the newest version, in one transaction. A version we do not know is refused likewise.
void migrate(Database& database);

}  // namespace gateway::store
