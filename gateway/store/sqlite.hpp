// SQLite with owners: a database, and statements that are reset when they go out of scope. Internal to gateway/store.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "crypto/bytes.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace gateway::store {

// The database cannot go on: damaged, unreadable, a failed write or sync. Never retried.
class StoreFailed : public std::runtime_error {
    using runtime_error::runtime_error;
};
// The disk, a quota or the database's own bound is full. The transaction is undone; everything before it stands.
class StoreFull : public std::runtime_error {
    using runtime_error::runtime_error;
};

// A statement in use. Parameters are bound in order; blobs must outlive the statement's use.
class Query {
public:
    explicit Query(sqlite3_stmt* statement) : statement_(statement) {}
    Query(Query&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)), bound_(other.bound_) {}
    ~Query();

    Query&& bind(std::uint64_t value) &&;
    Query&& bind(crypto::ByteView blob) &&;

    bool step();                                  // true: there is a row
    std::uint64_t integer(int column) const;
    crypto::ByteView blob(int column) const;      // valid until the next step

private:
    sqlite3_stmt* statement_;
    int bound_ = 0;
};

// One connection. Not thread-safe.
class Database {
public:
    enum class Mode {
        create,
        write,
        read,     // beside a writer, which has set the file up
        inspect,  // of a file that somebody else serves, or nobody: changes nothing in it
    };

    Database(const std::filesystem::path& file, Mode mode);

    // Prepared once per text, which must be a literal: the pointer is the key.
    Query query(const char* sql);
    // Runs a statement without rows.
    void run(Query&& query) { (void)query.step(); }
    void execute(const char* sql);
    // False: there is nothing to undo, because SQLite has done so by itself (disk full), or it cannot be done.
    bool rollback() noexcept;

    // Pages in the write-ahead log after this connection's last commit. It is moved into the database by checkpoint() alone:
    // SQLite does that by itself too, and says nothing when the sync of it fails.
    int log_pages() const noexcept { return log_pages_; }
    enum class Checkpoint {
        passive,  // as far as no reader holds it back
        restart,  // waits for readers, and lets the log begin anew
    };
    // False: a reader, or a full disk, holds something back; nothing is lost. Throws StoreFailed.
    bool checkpoint(Checkpoint how);

    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept;
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    std::unique_ptr<sqlite3, Close> handle_;
    std::map<const char*, std::unique_ptr<sqlite3_stmt, Close>> statements_;
    int log_pages_ = 0;
};

}  // namespace gateway::store
