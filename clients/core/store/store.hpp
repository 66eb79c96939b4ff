// What a client keeps: entries it received, its outbox, and named values, in home/nfp.db. Every value is sealed under the
// vault key and every name or id is a blind token, so the file shows counts, sizes and register indexes only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/core/home/home.hpp"
#include "protocol/entry.hpp"

namespace clients {

// An entry as it was delivered, with the verdict on it.
struct StoredEntry {
    std::uint64_t index = 0;
    std::string leaf;                                               // the leaf's line
    protocol::Delivered delivered = protocol::Delivered::whole;
    crypto::Bytes entry;
    std::string fault;                                              // empty, or an errc name: kept aside, never shown as content
    crypto::SecretBytes content;                                    // opened content, JSON; empty when not opened
};

// A finished batch that waits for its receipts.
struct OutboxItem {
    std::uint64_t key = 0;                // given by put_outbox; grows, never reused
    std::vector<crypto::Bytes> entries;   // one batch
    crypto::SecretBytes draft;            // JSON: enough to seal again
    std::int64_t created = 0;             // seconds since 1970
};

// Thrown in a transaction to leave it without keeping anything of it; for who began it to catch.
struct RollBack {};

// One connection to the database. Not thread-safe: one Store per thread; any number of Stores, in any number of processes, may be
// open on one home and see each other's committed changes. What a call changed is on disk when it returns, or, inside
// transaction(), when the outermost transaction() returns. Database errors throw StoreError (errc.hpp), which says what to do; so
// does a value that does not open under the vault key (altered or damaged file).
class Store {
public:
    // Opens or creates the database and brings its schema up to date; refuses a newer one. Keeps copies of the home's keys.
    explicit Store(const Home& home);
    ~Store();
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;

    // Runs `work` in one serialisable transaction; waits for other writers. An exception undoes everything and is passed on. A
    // call inside `work` joins: when it throws, its own changes are undone, the outer transaction goes on if it catches.
    void transaction(const std::function<void()>& work);

    // Leaves nothing of what was erased or replaced in the file or its log. Not inside transaction(). Costs a copy of the file,
    // and what the disk itself keeps of freed blocks is out of reach: it is sealed under the vault key.
    void scrub();

    // Named values, replaced as a whole.
    void put_value(std::string_view name, const crypto::SecretBytes& value);
    std::optional<crypto::SecretBytes> value(std::string_view name);
    void erase_value(std::string_view name);

    // Entries. put_entry replaces what stood at its index.
    void put_entry(const StoredEntry& entry);
    std::optional<StoredEntry> entry_at(std::uint64_t index);
    // the first with this id in its leaf
    std::optional<StoredEntry> entry_by_id(const protocol::EntryId& id);
    std::optional<std::uint64_t> index_of_header(const crypto::Digest& header_hash);           // the first with this header line
    // In index order, from index `from`, until `visit` returns false. `visit` may read and change the store.
    void each_entry(std::uint64_t from, const std::function<bool(const StoredEntry&)>& visit);
    std::uint64_t entry_count();

    // The outbox, oldest first.
    // durable on return (outside transaction()); the item's own key is ignored
    std::uint64_t put_outbox(const OutboxItem& item);
    std::vector<OutboxItem> outbox();
    void replace_outbox(const OutboxItem& item);        // throws std::logic_error when there is none with its key
    void remove_outbox(std::uint64_t key);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace clients
