// The embedded store: one SQLite file in WAL mode with synchronous=FULL.
#pragma once

#include <filesystem>

#include "gateway/store/store.hpp"
#include "gateway/store/store_key.hpp"

namespace gateway::store {

// Creates the database; throws StoreFailed when there is one.
void create_sqlite_store(const std::filesystem::path& file);

// Opens it and brings its schema to this version. Throws StoreFailed: absent, newer, damaged.
std::unique_ptr<Store> open_sqlite_store(const std::filesystem::path& file, StoreKeys keys);

}  // namespace gateway::store
