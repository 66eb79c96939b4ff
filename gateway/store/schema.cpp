#include "gateway/store/schema.hpp"

#include <array>

namespace gateway::store {
namespace {

// entries      idx is the index in the register. sealed_head: header, signature and leaf line. body: ciphertext as received.
// postings     blind index: unique token of (field, value, running number) -> index. Equal values do not show.
// nodes        complete subtrees of the Merkle tree
// checkpoints  the one signed by each transaction; an entry's receipt is under the first with size > idx
// enrolments   who asked to join: blind tokens of the invitation's token and of (handle, running number)
// meta         sealed single values: keys, origin, founding token
constexpr const char* version_1 = R"sql(
CREATE TABLE entries (
    idx INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    time INTEGER NOT NULL,
    sealed_head BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE TABLE postings (
    token BLOB PRIMARY KEY,
    idx INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE nodes (
    level INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoints (
    size INTEGER PRIMARY KEY,
    note BLOB NOT NULL
) STRICT;
CREATE TABLE enrolments (
    token BLOB PRIMARY KEY,
    handle BLOB NOT NULL UNIQUE,
    sealed_head BLOB NOT NULL,
    sealed_enrolment BLOB NOT NULL
) STRICT;
CREATE TABLE meta (
    name BLOB PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array<const char*, 1> scripts{version_1};

}  // namespace

std::span<const char* const> migrations() noexcept { return scripts; }

std::uint64_t schema_version(Database& database) {
    auto query = database.query("PRAGMA user_version");
    const std::uint64_t version = query.step() ? query.integer(0) : 0;
    if (version > scripts.size())
        throw StoreFailed("the database has schema version " + std::to_string(version) + ", this program knows up to " +
                          std::to_string(scripts.size()) +
                          ": it was written by a newer nfp-gateway. Install that version or a later one; nothing was changed");
    return version;
}

void migrate(Database& database) {
    (void)schema_version(database);  // refused before anything is begun
    database.execute("BEGIN IMMEDIATE");
    const auto version = schema_version(database);
    for (auto at = version; at < scripts.size(); ++at) {
        database.execute(scripts[at]);
        // A pragma takes no parameters.
        database.execute(("PRAGMA user_version = " + std::to_string(at + 1)).c_str());
    }
    database.execute("COMMIT");
}

}  // namespace gateway::store
