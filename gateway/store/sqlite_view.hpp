// The reading half of the SQLite store, shared by snapshots and the transaction. Internal to gateway/store.
#pragma once

#include <functional>

#include "gateway/store/sealing.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/store.hpp"

namespace gateway::store {

// Reads through one connection that is inside a transaction. `database` and `keys` must outlive the reader.
class SqliteReader {
public:
    SqliteReader(Database& database, const StoreKeys& keys) : database_(database), keys_(keys) {}

    std::uint64_t size() const;
    std::optional<std::uint64_t> find(const protocol::EntryId& id) const;
    StoredHead head(std::uint64_t index) const;
    crypto::Bytes body(std::uint64_t index) const;
    std::optional<std::uint64_t> posting(const IndexKey& key, std::uint64_t running) const;
    std::uint64_t postings_below(const IndexKey& key, std::uint64_t index) const;
    crypto::Digest node(crypto::merkle::NodePosition at) const;
    std::optional<StoredCheckpoint> last_checkpoint() const;
    StoredCheckpoint checkpoint_over(std::uint64_t index) const;
    std::optional<crypto::SecretBytes> meta(std::string_view name) const;
    std::optional<StoredEnrolment> enrolment(const crypto::Digest& token) const;
    std::vector<StoredEnrolment> enrolments_of(const protocol::Handle& handle) const;
    std::vector<protocol::Handle> enrolled() const;

private:
    Database& database_;
    const StoreKeys& keys_;
};

// The smallest n for which `holds` is false, when it is true below some n and false from there on: doubling, then halving.
std::uint64_t first_false(const std::function<bool(std::uint64_t)>& holds);

}  // namespace gateway::store
