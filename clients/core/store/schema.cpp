#include "clients/core/store/schema.hpp"

#include <array>
#include <string>

#include "clients/core/store/database.hpp"
#include "clients/core/store/errc.hpp"

namespace clients {
namespace {

// The schema's history: step N brings version N to N + 1. Never edited, only added to.
constexpr auto migrations = std::to_array<const char*>({
    "CREATE TABLE named_value(name BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE entry(register_index INTEGER PRIMARY KEY, id BLOB, header BLOB, sealed BLOB NOT NULL);"
    "CREATE INDEX entry_id ON entry(id);"
    "CREATE INDEX entry_header ON entry(header);"
    "CREATE TABLE outbox(key INTEGER PRIMARY KEY AUTOINCREMENT, sealed BLOB NOT NULL);",
});

}  // namespace

std::int64_t schema_version_of(const Database& database) {
    Statement version = database.prepare("PRAGMA user_version");
    version.step();
    return version.integer(0);
}

std::int64_t schema_version_newest() noexcept { return static_cast<std::int64_t>(migrations.size()); }

void migrate(Database& database) {
    database.transaction([&] {
        const std::int64_t version = schema_version_of(database);
        if (version < 0 || version > schema_version_newest())
            throw StoreError(store_errc::newer_version, "schema " + std::to_string(version));
        for (auto step = static_cast<std::size_t>(version); step < migrations.size(); ++step) database.execute(migrations[step]);
        if (version != schema_version_newest())
            database.execute(("PRAGMA user_version=" + std::to_string(migrations.size())).c_str());
    });
}

}  // namespace clients
