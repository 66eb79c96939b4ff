// Where the register lives. The contract that every implementation keeps; the same tests run on each.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/merkle.hpp"
#include "crypto/secret.hpp"
#include "protocol/names.hpp"

namespace gateway::store {

// What entries can be found by. At rest only unique tokens show: two entries of one author have nothing in common.
enum class Field {
    audience,   // circle, or device in hex
    author,     // handle
    ref,        // id of the entry referred to
    governing,  // no value: the entries that made the network what it is
    header,     // hash of the header line: at most one entry each
};
struct IndexKey {
    Field field;
    crypto::Bytes value;
};

struct StoredHead {
    std::uint64_t index = 0;
    protocol::EntryId id{};
    std::int64_t time = 0;      // the leaf's
    std::string head;           // protocol::entry_head
    std::string leaf;           // the leaf's line
};
struct NewEntry {
    StoredHead head;
    crypto::Bytes body;
    std::vector<IndexKey> keys;
};

struct StoredCheckpoint {
    std::uint64_t size = 0;
    std::string note;
};

struct StoredEnrolment {
    crypto::Digest token{};         // hash of the invitation's token
    protocol::Handle handle;
    std::uint64_t second_uses = 0;  // how often the token was shown again with something else
    std::string enrolment;          // protocol::enrolment_json
};

// A consistent view: everything committed before it was opened, nothing after. For one thread at a time; any number may be
// open at once, beside a transaction. Every call throws StoreFailed when the store is damaged; absence is never an exception
// unless the contract says that the thing exists.
class Snapshot {
public:
    virtual ~Snapshot() = default;

    virtual std::uint64_t size() const = 0;                                                     // entries, gapless from 0
    virtual std::optional<std::uint64_t> find(const protocol::EntryId& id) const = 0;
    virtual StoredHead head(std::uint64_t index) const = 0;                                     // requires index < size()
    virtual crypto::Bytes body(std::uint64_t index) const = 0;                                  // requires index < size()

    // The postings of a value are numbered from 0, in the order of the register.
    virtual std::optional<std::uint64_t> posting(const IndexKey& key, std::uint64_t running) const = 0;
    // How many postings of the value have an index below `index`: O(log n) lookups.
    virtual std::uint64_t postings_below(const IndexKey& key, std::uint64_t index) const = 0;

    virtual crypto::Digest node(crypto::merkle::NodePosition at) const = 0;                     // requires that it is complete
    virtual std::optional<StoredCheckpoint> last_checkpoint() const = 0;
    virtual StoredCheckpoint checkpoint_over(std::uint64_t index) const = 0;                    // of the commit that brought it

    virtual std::optional<crypto::SecretBytes> meta(std::string_view name) const = 0;

    virtual std::optional<StoredEnrolment> enrolment(const crypto::Digest& token) const = 0;
    virtual std::vector<StoredEnrolment> enrolments_of(const protocol::Handle& handle) const = 0;  // oldest first
    virtual std::vector<protocol::Handle> enrolled() const = 0;                                    // everybody who ever asked
};

// The one writer. Sees its own writes. Nothing is durable before commit() has returned, all of it afterwards, through a power
// cut too. Destroyed without commit(), or after StoreFull, it leaves nothing.
class Transaction : public Snapshot {
public:
    virtual void append(const NewEntry& entry) = 0;            // index must be size()
    virtual void put_nodes(const std::vector<crypto::merkle::Node>& nodes) = 0;
    virtual void put_checkpoint(const StoredCheckpoint& checkpoint) = 0;
    virtual void put_meta(std::string_view name, crypto::ByteView value) = 0;
    virtual void add_enrolment(const StoredEnrolment& enrolment) = 0;      // the token must be new
    virtual void count_second_use(const crypto::Digest& token) = 0;        // requires that the token is known

    // Everything after the newest mark() is undone by undo(), or kept by keep().
    virtual void mark() = 0;
    virtual void keep() = 0;
    virtual void undo() = 0;

    // Throws StoreFull: nothing happened. Throws StoreFailed: what is on disk is unknown, and the process must stop.
    virtual void commit() = 0;
};

// Thread-safe. begin() is for one thread only and for one transaction at a time, across processes too.
class Store {
public:
    virtual ~Store() = default;
    virtual std::unique_ptr<Snapshot> snapshot() = 0;
    virtual std::unique_ptr<Transaction> begin() = 0;
    // Room for later transactions, when there is need. For begin()'s thread, outside a transaction and when nobody waits for it.
    // Throws StoreFailed: what is on disk is unknown, and the process must stop.
    virtual void settle() = 0;
};

}  // namespace gateway::store
