#include "gateway/store/sqlite_store.hpp"

#include <cassert>
#include <mutex>
#include <unordered_map>

#include "gateway/limits.hpp"
#include "gateway/store/schema.hpp"
#include "gateway/store/sqlite_view.hpp"

namespace gateway::store {
namespace {

// Connections for readers; as many as there were readers at once.
class ReaderPool {
public:
    explicit ReaderPool(std::filesystem::path file) : file_(std::move(file)) {}

    std::unique_ptr<Database> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                auto database = std::move(idle_.back());
                idle_.pop_back();
                return database;
            }
        }
        return std::make_unique<Database>(file_, Database::Mode::read);
    }
    void give_back(std::unique_ptr<Database> database) {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(database));
    }

private:
    std::filesystem::path file_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Database>> idle_;  // guarded by mutex_
};

// The calls of Snapshot, forwarded to a SqliteReader.
template <class Base>
class Reading : public Base {
public:
    Reading(Database& database, const StoreKeys& keys) : reader_(database, keys) {}
    std::uint64_t size() const override { return reader_.size(); }
    std::optional<std::uint64_t> find(const protocol::EntryId& id) const override { return reader_.find(id); }
    StoredHead head(std::uint64_t index) const override { return reader_.head(index); }
    crypto::Bytes body(std::uint64_t index) const override { return reader_.body(index); }
    std::optional<std::uint64_t> posting(const IndexKey& key, std::uint64_t running) const override {
        return reader_.posting(key, running);
    }
    std::uint64_t postings_below(const IndexKey& key, std::uint64_t index) const override {
        return reader_.postings_below(key, index);
    }
    crypto::Digest node(crypto::merkle::NodePosition at) const override { return reader_.node(at); }
    std::optional<StoredCheckpoint> last_checkpoint() const override { return reader_.last_checkpoint(); }
    StoredCheckpoint checkpoint_over(std::uint64_t index) const override { return reader_.checkpoint_over(index); }
    std::optional<crypto::SecretBytes> meta(std::string_view name) const override { return reader_.meta(name); }
    std::optional<StoredEnrolment> enrolment(const crypto::Digest& token) const override { return reader_.enrolment(token); }
    std::vector<StoredEnrolment> enrolments_of(const protocol::Handle& handle) const override {
        return reader_.enrolments_of(handle);
    }
    std::vector<protocol::Handle> enrolled() const override { return reader_.enrolled(); }

protected:
    SqliteReader reader_;
};

class SqliteSnapshot final : public Reading<Snapshot> {
public:
    SqliteSnapshot(ReaderPool& pool, std::unique_ptr<Database> database, const StoreKeys& keys)
        : Reading(*database, keys), pool_(pool), database_(std::move(database)) {
        database_->execute("BEGIN");
        (void)reader_.size();  // the first read fixes the view
    }
    ~SqliteSnapshot() override {
        // A connection that cannot end its read is closed instead of reused.
        if (database_->rollback()) pool_.give_back(std::move(database_));
    }

private:
    ReaderPool& pool_;
    std::unique_ptr<Database> database_;
};

// What an inspection reads from: a base, so that it is there before the reader.
struct InspectedFile {
    StoreKeys keys;
    Database database;
};

class Inspection final : private InspectedFile, public Reading<Snapshot> {
public:
    Inspection(const std::filesystem::path& file, StoreKeys given)
        : InspectedFile{.keys = std::move(given), .database = Database(file, Database::Mode::inspect)},
          Reading(InspectedFile::database, InspectedFile::keys) {
        database.execute("BEGIN");
        (void)size();  // the first read fixes the view
    }
};

// How many postings each value has: spares the committer the search. Used by one transaction at a time.
class PostingCounts {
public:
    std::uint64_t& of(const IndexKey& key, const std::function<std::uint64_t()>& count) {
        if (counts_.size() >= limits::posting_counts_max) counts_.clear();
        std::string name(1, static_cast<char>(key.field));
        name.append(crypto::as_text(key.value));
        const auto found = counts_.find(name);
        return found != counts_.end() ? found->second : counts_.emplace(std::move(name), count()).first->second;
    }
    void forget() { counts_.clear(); }

private:
    std::unordered_map<std::string, std::uint64_t> counts_;
};

class SqliteTransaction final : public Reading<Transaction> {
public:
    SqliteTransaction(Database& database, const StoreKeys& keys, PostingCounts& counts)
        : Reading(database, keys), database_(database), keys_(keys), counts_(counts) {
        database_.execute("BEGIN IMMEDIATE");
    }
    // The committer asks for the whole count of a value over and over: remembered.
    std::uint64_t postings_below(const IndexKey& key, std::uint64_t index) const override {
        if (index < reader_.size()) return reader_.postings_below(key, index);
        return counts_.of(key, [&] { return reader_.postings_below(key, index); });
    }
    ~SqliteTransaction() override {
        if (committed_) return;
        counts_.forget();
        (void)database_.rollback();  // where it cannot, the next BEGIN fails loudly
    }

    void append(const NewEntry& entry) override {
        const auto sealed = seal_head(keys_, entry.head);
        database_.run(database_.query("INSERT INTO entries (idx, id, time, sealed_head, body) VALUES (?, ?, ?, ?, ?)")
                          .bind(entry.head.index)
                          .bind(entry.head.id)
                          .bind(static_cast<std::uint64_t>(entry.head.time))
                          .bind(sealed)
                          .bind(entry.body));
        for (const IndexKey& key : entry.keys) {
            auto& count = counts_.of(key, [&] { return reader_.postings_below(key, entry.head.index); });
            const auto token = posting_token(keys_, key, count);
            database_.run(database_.query("INSERT INTO postings (token, idx) VALUES (?, ?)").bind(token).bind(entry.head.index));
            ++count;
        }
    }

    void put_nodes(const std::vector<crypto::merkle::Node>& nodes) override {
        for (const auto& node : nodes)
            database_.run(database_.query("INSERT INTO nodes (level, idx, hash) VALUES (?, ?, ?)")
                              .bind(std::uint64_t{node.at.level})
                              .bind(node.at.index)
                              .bind(node.hash));
    }

    void put_checkpoint(const StoredCheckpoint& checkpoint) override {
        database_.run(database_.query("INSERT INTO checkpoints (size, note) VALUES (?, ?)")
                          .bind(checkpoint.size)
                          .bind(crypto::as_bytes(checkpoint.note)));
    }

    void put_meta(std::string_view name, crypto::ByteView value) override {
        const auto token = meta_token(keys_, name);
        const auto sealed = crypto::box_seal(keys_.keys, value, token);
        database_.run(database_.query("INSERT OR REPLACE INTO meta (name, sealed) VALUES (?, ?)").bind(token).bind(sealed));
    }

    void add_enrolment(const StoredEnrolment& enrolment) override {
        const auto row = enrolment_token(keys_, enrolment.token);
        const auto handle = enrolment_handle_token(keys_, enrolment.handle, enrolments_of(enrolment.handle).size());
        const auto head = seal_enrolment_head(keys_, enrolment), body = seal_enrolment_body(keys_, enrolment);
        database_.run(database_.query("INSERT INTO enrolments (token, handle, sealed_head, sealed_enrolment) VALUES (?, ?, ?, ?)")
                          .bind(row)
                          .bind(handle)
                          .bind(head)
                          .bind(body));
    }

    void count_second_use(const crypto::Digest& token) override {
        auto known = enrolment(token);
        assert(known);
        ++known->second_uses;
        const auto row = enrolment_token(keys_, token);
        const auto head = seal_enrolment_head(keys_, *known);
        database_.run(database_.query("UPDATE enrolments SET sealed_head = ? WHERE token = ?").bind(head).bind(row));
    }

    void mark() override { database_.execute("SAVEPOINT submission"); }
    void keep() override { database_.execute("RELEASE submission"); }
    void undo() override {
        database_.execute("ROLLBACK TO submission");
        database_.execute("RELEASE submission");
        counts_.forget();
    }

    void commit() override {
        database_.execute("COMMIT");
        committed_ = true;
    }

private:
    Database& database_;
    const StoreKeys& keys_;
    PostingCounts& counts_;
    bool committed_ = false;
};

class SqliteStore final : public Store {
public:
    SqliteStore(const std::filesystem::path& file, StoreKeys keys)
        : keys_(std::move(keys)), writer_(file, Database::Mode::write), readers_(file) {
        // A log left by a crash may hold pages that a failed sync has only seemed to keep: they are written anew, and synced.
        writer_.checkpoint(Database::Checkpoint::restart);
        migrate(writer_);
    }
    std::unique_ptr<Snapshot> snapshot() override { return std::make_unique<SqliteSnapshot>(readers_, readers_.take(), keys_); }
    std::unique_ptr<Transaction> begin() override { return std::make_unique<SqliteTransaction>(writer_, keys_, counts_); }
    void settle() override {
        if (writer_.log_pages() < limits::wal_checkpoint_pages) return;
        writer_.checkpoint(writer_.log_pages() < limits::wal_restart_pages ? Database::Checkpoint::passive
                                                                           : Database::Checkpoint::restart);
    }

private:
    StoreKeys keys_;
    Database writer_;       // used by the one transaction
    PostingCounts counts_;  // likewise
    ReaderPool readers_;
};

void require_file(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file))
        throw StoreFailed("there is no database " + file.string() + ": run nfp-gateway init first");
}

}  // namespace

void create_sqlite_store(const std::filesystem::path& file) {
    if (std::filesystem::exists(file)) throw StoreFailed("there is a database already: " + file.string());
    Database database(file, Database::Mode::create);
    migrate(database);
}

std::unique_ptr<Store> open_sqlite_store(const std::filesystem::path& file, StoreKeys keys) {
    require_file(file);
    return std::make_unique<SqliteStore>(file, std::move(keys));
}

std::uint64_t require_current_schema(const std::filesystem::path& file) {
    require_file(file);
    Database database(file, Database::Mode::inspect);
    const auto version = schema_version(database);
    if (version < migrations().size())
        throw StoreFailed("the database has schema version " + std::to_string(version) + ", this program writes " +
                          std::to_string(migrations().size()) + ": start the gateway once, which brings it up to date");
    return version;
}

std::optional<std::string> find_page_damage(const std::filesystem::path& file) {
    Database database(file, Database::Mode::inspect);
    auto query = database.query("PRAGMA quick_check(1)");
    const auto said = query.step() ? crypto::to_text(query.blob(0)) : std::string("nothing");
    if (said == "ok") return std::nullopt;
    return "SQLite's own check says: " + said;
}

std::unique_ptr<Snapshot> inspect_sqlite_store(const std::filesystem::path& file, StoreKeys keys) {
    (void)require_current_schema(file);
    return std::make_unique<Inspection>(file, std::move(keys));
}

}  // namespace gateway::store
