#include "gateway/store/sqlite.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <utility>

#include "gateway/limits.hpp"

namespace gateway::store {
namespace {

// No room for the log's index, or a quota used up: as with a full disk, nothing was written that counts.
bool is_full(sqlite3* handle, int code) {
    return (code & 0xff) == SQLITE_FULL || code == SQLITE_IOERR_SHMSIZE ||
           (code == SQLITE_IOERR_WRITE && handle && sqlite3_system_errno(handle) == EDQUOT);
}

std::string_view failed_operation(int code) {
    switch (code) {
        case SQLITE_IOERR_FSYNC:
        case SQLITE_IOERR_DIR_FSYNC: return "sync";
        case SQLITE_IOERR_WRITE: return "write";
        case SQLITE_IOERR_READ:
        case SQLITE_IOERR_SHORT_READ: return "read";
        case SQLITE_IOERR_TRUNCATE: return "truncate";
        default: return {};
    }
}

[[noreturn]] void fail(sqlite3* handle, int code, const std::string& doing) {
    std::string why = doing + ": " + (handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
    if (const auto operation = failed_operation(code); !operation.empty()) why += " (" + std::string(operation) + " failed)";
    if (is_full(handle, code)) throw StoreFull(why);
    throw StoreFailed(why);
}

void check(sqlite3* handle, int code, const char* doing) {
    if (code != SQLITE_OK) fail(handle, code, doing);
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const noexcept { sqlite3_close(handle); }
void Database::Close::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

Database::Database(const std::filesystem::path& file, Mode mode) {
    const int access = mode == Mode::create ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                       : mode == Mode::inspect ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    sqlite3* opened = nullptr;
    // One thread uses a connection at a time; the pool sees to that.
    const int code = sqlite3_open_v2(file.c_str(), &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    handle_.reset(opened);
    check(opened, code, "cannot open the database");
    sqlite3_busy_timeout(opened, limits::store_busy_ms);
    // A double-quoted name that is no column is an error, not a string; corrupt pages are found, not believed.
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (mode != Mode::inspect) execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = FULL");    // in WAL mode only FULL survives a power cut
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA cell_size_check = ON");
    execute("PRAGMA temp_store = MEMORY");
    if (mode == Mode::read || mode == Mode::inspect) execute("PRAGMA query_only = ON");
    // Also switches SQLite's own checkpoints off.
    sqlite3_wal_hook(opened, [](void* pages, sqlite3*, const char*, int count) {
        *static_cast<int*>(pages) = count;
        return SQLITE_OK;
    }, &log_pages_);
}

Query Database::query(const char* sql) {
    auto& statement = statements_[sql];
    if (!statement) {
        sqlite3_stmt* prepared = nullptr;
        check(handle_.get(), sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr), sql);
        statement.reset(prepared);
    }
    return Query(statement.get());
}

void Database::execute(const char* sql) {
    check(handle_.get(), sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr), sql);
}

bool Database::rollback() noexcept {
    return sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool Database::checkpoint(Checkpoint how) {
    const bool restart = how == Checkpoint::restart;
    sqlite3_busy_timeout(handle_.get(), limits::wal_restart_wait_ms);
    int pages = 0, moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(handle_.get(), nullptr,
                                               restart ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &pages, &moved);
    sqlite3_busy_timeout(handle_.get(), limits::store_busy_ms);
    if (code == SQLITE_OK) {
        log_pages_ = pages;
        return pages == moved;
    }
    if ((code & 0xff) == SQLITE_BUSY || is_full(handle_.get(), code)) return false;
    fail(handle_.get(), code, "cannot move the write-ahead log into the database");
}

Query::~Query() {
    if (!statement_) return;
    sqlite3_reset(statement_);  // repeats the error that step() has thrown
    sqlite3_clear_bindings(statement_);
}

Query&& Query::bind(std::uint64_t value) && {
    check(sqlite3_db_handle(statement_), sqlite3_bind_int64(statement_, ++bound_, static_cast<sqlite3_int64>(value)),
          "cannot bind");
    return std::move(*this);
}

Query&& Query::bind(crypto::ByteView blob) && {
    // A null pointer would bind NULL: an empty blob is a blob.
    const void* data = blob.empty() ? static_cast<const void*>("") : blob.data();
    check(sqlite3_db_handle(statement_), sqlite3_bind_blob64(statement_, ++bound_, data, blob.size(), SQLITE_STATIC),
          "cannot bind");
    return std::move(*this);
}

bool Query::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    fail(sqlite3_db_handle(statement_), code, sqlite3_sql(statement_));
}

std::uint64_t Query::integer(int column) const {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
}

crypto::ByteView Query::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

}  // namespace gateway::store
