#include "clients/core/store/database.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <system_error>
#include <thread>

#include "clients/core/store/errc.hpp"

namespace clients {
namespace {

constexpr std::chrono::seconds busy_patience{30};  // for another nfp's transaction

constexpr int opening_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;

store_errc errc_of(int code) {
    switch (code & 0xff) {  // the primary result code
        case SQLITE_FULL: return store_errc::disk_full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return store_errc::in_use;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN: return store_errc::not_writable;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return store_errc::damaged;
        case SQLITE_IOERR: return store_errc::disk_error;
        case SQLITE_NOMEM: return store_errc::no_memory;
        default: return store_errc::unexpected;
    }
}

[[noreturn]] void fail(int code) { throw StoreError(errc_of(code), sqlite3_errstr(code)); }

// SQLite gives write-ahead log and shared memory the mode of the database file, so that is made first, by us.
void make_private_file(const std::filesystem::path& file) {
    const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    const auto why = errno == ENOSPC ? store_errc::disk_full : store_errc::not_writable;
    if (made < 0) throw StoreError(why, file.string() + ": " + std::generic_category().message(errno));
    ::close(made);
}

}  // namespace

Statement::Statement(sqlite3* database, const char* sql) : database_(database) {
    sqlite3_stmt* statement = nullptr;
    if (const int code = sqlite3_prepare_v2(database, sql, -1, &statement, nullptr); code != SQLITE_OK)
        fail(sqlite3_extended_errcode(database));
    statement_.reset(statement);
}

Statement& Statement::bind(int at, std::int64_t value) {
    if (const int code = sqlite3_bind_int64(statement_.get(), at, value); code != SQLITE_OK) fail(code);
    return *this;
}

Statement& Statement::bind(int at, crypto::ByteView value) {
    // A null pointer would bind NULL instead of an empty value.
    const void* data = value.empty() ? "" : static_cast<const void*>(value.data());
    if (const int code = sqlite3_bind_blob64(statement_.get(), at, data, value.size(), SQLITE_TRANSIENT); code != SQLITE_OK)
        fail(code);
    return *this;
}

Statement& Statement::bind_null(int at) {
    if (const int code = sqlite3_bind_null(statement_.get(), at); code != SQLITE_OK) fail(code);
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    fail(sqlite3_extended_errcode(database_));
}

void Statement::run() {
    step();
    reset();
}

void Statement::reset() { sqlite3_reset(statement_.get()); }  // repeats the error of the last step, which has been thrown

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

crypto::ByteView Statement::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Database::Database(const std::filesystem::path& file) {
    make_private_file(file);
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &database, opening_flags, nullptr);
    database_.reset(database);  // SQLite wants it closed even after a failure
    if (code != SQLITE_OK) fail(code);
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, static_cast<int>(std::chrono::milliseconds(busy_patience).count()));
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    use_wal();
    execute("PRAGMA synchronous=FULL");    // durable on commit, power cut included
    execute("PRAGMA temp_store=MEMORY");   // nothing beside our files
    execute("PRAGMA secure_delete=ON");    // erased values do not linger, though they are sealed
}

// The first switch to WAL needs the file alone, and SQLite does not always wait for it by itself.
void Database::use_wal() const {
    const auto deadline = std::chrono::steady_clock::now() + busy_patience;
    while (true) {
        const int code = sqlite3_exec(database_.get(), "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
        if (code == SQLITE_OK) return;
        if ((code & 0xff) != SQLITE_BUSY || std::chrono::steady_clock::now() >= deadline)
            fail(sqlite3_extended_errcode(database_.get()));
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

void Database::execute(const char* sql) const {
    if (const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
        fail(sqlite3_extended_errcode(database_.get()));
}

void Database::copy_to(const std::filesystem::path& file) const {
    make_private_file(file);
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(file.c_str(), &raw, opening_flags, nullptr);
    const std::unique_ptr<sqlite3, Close> copy(raw);
    if (opened != SQLITE_OK) fail(opened);
    sqlite3_backup* const backup = sqlite3_backup_init(copy.get(), "main", database_.get(), "main");
    if (backup == nullptr) fail(sqlite3_extended_errcode(copy.get()));
    const int stepped = sqlite3_backup_step(backup, -1);  // all pages in one read transaction: one moment of the database
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE) fail(stepped);
    if (finished != SQLITE_OK) fail(finished);
}

// SQLite ends a transaction by itself after some errors: then there is nothing left to undo.
void Database::undo(const char* sql) const noexcept {
    if (sqlite3_get_autocommit(database_.get()) == 0) sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
}

void Database::transaction(const std::function<void()>& work) {
    const bool outermost = depth_ == 0;
    execute(outermost ? "BEGIN IMMEDIATE" : "SAVEPOINT joined");
    ++depth_;
    try {
        work();
        --depth_;
    } catch (...) {
        --depth_;
        undo(outermost ? "ROLLBACK" : "ROLLBACK TO joined; RELEASE joined");
        throw;
    }
    try {
        execute(outermost ? "COMMIT" : "RELEASE joined");
    } catch (...) {
        if (outermost) undo("ROLLBACK");
        throw;
    }
}

}  // namespace clients
