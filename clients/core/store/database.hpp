// SQLite with owners and exceptions. Nothing of SQLite shows above clients/core/store.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "crypto/bytes.hpp"

namespace clients {

// A prepared statement, bound and stepped. Parameters are ?1, ?2, ...; columns count from 0.
class Statement {
public:
    Statement(sqlite3* database, const char* sql);

    Statement& bind(int at, std::int64_t value);
    Statement& bind(int at, crypto::ByteView value);  // copied
    Statement& bind_null(int at);

    bool step();  // true: a row
    void run();   // for statements without rows
    void reset();

    std::int64_t integer(int column) const;
    crypto::ByteView blob(int column) const;  // until the next step or reset

private:
    struct Finalise {
        void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
    };
    sqlite3* database_;
    std::unique_ptr<sqlite3_stmt, Finalise> statement_;
};

// One connection: WAL, synchronous=FULL, file mode 0600.
class Database {
public:
    explicit Database(const std::filesystem::path& file);

    Statement prepare(const char* sql) const { return {database_.get(), sql}; }
    void execute(const char* sql) const;
    // Writes the whole of it, as it stands committed, to a new file (mode 0600). Others may go on reading and writing.
    void copy_to(const std::filesystem::path& file) const;
    // What Store::transaction promises.
    void transaction(const std::function<void()>& work);
    std::int64_t last_key() const { return sqlite3_last_insert_rowid(database_.get()); }
    int changes() const { return sqlite3_changes(database_.get()); }

private:
    void use_wal() const;
    void undo(const char* sql) const noexcept;

    struct Close {
        void operator()(sqlite3* database) const noexcept { sqlite3_close(database); }
    };
    std::unique_ptr<sqlite3, Close> database_;
    unsigned depth_ = 0;  // of transaction()
};

}  // namespace clients
