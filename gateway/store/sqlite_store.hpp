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

// ---- for `check`: beside a gateway that serves the file, or without one; nothing in it is changed ----

// The schema version, which must be the one this program writes. Throws StoreFailed: absent, older, newer.
std::uint64_t require_current_schema(const std::filesystem::path& file);
// What SQLite finds wrong with the file's pages; reads all of them.
std::optional<std::string> find_page_damage(const std::filesystem::path& file);
// The register as of now. Throws StoreFailed as require_current_schema does.
std::unique_ptr<Snapshot> inspect_sqlite_store(const std::filesystem::path& file, StoreKeys keys);

}  // namespace gateway::store
