// The tables of nfp.db and their history. Internal to the store.
#pragma once

#include <cstdint>

namespace clients {

class Database;

std::int64_t schema_version_of(const Database& database);
std::int64_t schema_version_newest() noexcept;
// Brings the tables up to date. Throws StoreError when a newer nfp wrote them.
void migrate(Database& database);

}  // namespace clients
