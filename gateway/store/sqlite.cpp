#include "gateway/store/sqlite.hpp"

#include <sqlite3.h>

#include <utility>

#include "gateway/limits.hpp"

namespace gateway::store {
namespace {

[[noreturn]] void fail(sqlite3* handle, int code, const std::string& doing) {
    const std::string why = doing + ": " + (handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
    if ((code & 0xff) == SQLITE_FULL) throw StoreFull(why);
    throw StoreFailed(why);
}

void check(sqlite3* handle, int code, const char* doing) {
    if (code != SQLITE_OK) fail(handle, code, doing);
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const noexcept { sqlite3_close(handle); }
void Database::Close::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

Database::Database(const std::filesystem::path& file, Mode mode) {
    const int access = mode == Mode::create ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
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
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = FULL");    // in WAL mode only FULL survives a power cut
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA cell_size_check = ON");
    execute("PRAGMA temp_store = MEMORY");
    if (mode == Mode::read) execute("PRAGMA query_only = ON");
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

Query::~Query() {
    if (!statement_) return;
    sqlite3_reset(statement_);  // repeats the error that step() has thrown
    sqlite3_clear_bindings(statement_);
}

Query&& Query::bind(std::uint64_t value) && {
    check(sqlite3_db_handle(statement_), sqlite3_bind_int64(statement_, ++bound_, static_cast<sqlite3_int64>(value)), "cannot bind");
    return std::move(*this);
}

Query&& Query::bind(crypto::ByteView blob) && {
    // A null pointer would bind NULL: an empty blob is a blob.
    const void* data = blob.empty() ? static_cast<const void*>("") : blob.data();
    check(sqlite3_db_handle(statement_), sqlite3_bind_blob64(statement_, ++bound_, data, blob.size(), SQLITE_STATIC), "cannot bind");
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
