#include "clients/core/store/store.hpp"

#include <stdexcept>

#include "clients/core/store/database.hpp"
#include "clients/core/store/errc.hpp"
#include "clients/core/store/row.hpp"
#include "clients/core/store/schema.hpp"
#include "crypto/sha256.hpp"
#include "protocol/limits.hpp"
#include "protocol/register_chain.hpp"

namespace clients {
namespace {

// The tables, by the names under which their rows are sealed.
constexpr std::string_view value_table = "named_value";
constexpr std::string_view entry_table = "entry";
constexpr std::string_view outbox_table = "outbox";

// A row moved to another place does not open there.
crypto::Bytes place(std::string_view table, crypto::ByteView key) {
    crypto::Bytes out = crypto::to_bytes(table);
    out.push_back('\n');  // no table's name holds one
    crypto::append(out, key);
    return out;
}

crypto::Bytes place(std::string_view table, std::int64_t key) {
    RowWriter number;
    number.integer(static_cast<std::uint64_t>(key));
    return place(table, number.take());
}

[[noreturn]] void damaged() {
    throw StoreError(store_errc::damaged, "a value does not open");
}

std::int64_t row_key(std::uint64_t index) {
    if (index > protocol::limits::integer_max) throw std::out_of_range("no register has such an index");
    return static_cast<std::int64_t>(index);
}

// The id that the leaf commits to. A leaf that cannot be read has none: its entry is found by index only.
std::optional<protocol::EntryId> id_of(const StoredEntry& entry) {
    const auto leaf = protocol::parse_leaf(entry.leaf);
    if (!leaf) return std::nullopt;
    return leaf->id;
}

// The first line is the header, whatever is wrong with the rest.
std::optional<crypto::Digest> header_hash_of(const StoredEntry& entry) {
    const auto text = crypto::as_text(entry.entry);
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    return crypto::sha256(text.substr(0, end));
}

crypto::SecretBytes row_of(const StoredEntry& entry) {
    RowWriter row;
    row.integer(entry.delivered == protocol::Delivered::whole ? 1 : 0)
        .bytes(crypto::as_bytes(entry.leaf))
        .bytes(entry.entry)
        .bytes(crypto::as_bytes(entry.fault))
        .bytes(entry.content);
    return row.take();
}

StoredEntry entry_of(std::uint64_t index, const crypto::SecretBytes& plaintext) {
    RowReader row(plaintext);
    StoredEntry entry;
    entry.index = index;
    entry.delivered = row.integer() == 1 ? protocol::Delivered::whole : protocol::Delivered::header_only;
    entry.leaf = crypto::to_text(row.bytes());
    const auto bytes = row.bytes();
    entry.entry.assign(bytes.begin(), bytes.end());
    entry.fault = crypto::to_text(row.bytes());
    const auto content = row.bytes();
    entry.content.assign(content.begin(), content.end());
    row.end();
    return entry;
}

crypto::SecretBytes row_of(const OutboxItem& item) {
    RowWriter row;
    row.integer(static_cast<std::uint64_t>(item.created)).bytes(item.draft).integer(item.entries.size());
    for (const auto& entry : item.entries) row.bytes(entry);
    return row.take();
}

OutboxItem item_of(std::uint64_t key, const crypto::SecretBytes& plaintext) {
    RowReader row(plaintext);
    OutboxItem item{.key = key, .entries = {}, .draft = {}, .created = static_cast<std::int64_t>(row.integer())};
    const auto draft = row.bytes();
    item.draft.assign(draft.begin(), draft.end());
    for (std::uint64_t left = row.integer(); left > 0; --left) {
        const auto entry = row.bytes();
        item.entries.emplace_back(entry.begin(), entry.end());
    }
    row.end();
    return item;
}

}  // namespace

struct Store::Impl {
    explicit Impl(const Home& home)
        : vault_key(home.vault_key().duplicate()), blind_key(home.blind_key().duplicate()), database(home.path() / "nfp.db") {
        migrate(database);
    }

    // Names and ids occur once or are looked up by value, so the running number stays 0: equal values are meant to meet here.
    crypto::BlindToken token(std::string_view field, crypto::ByteView value) const {
        return crypto::blind_token(blind_key, field, value, 0);
    }
    crypto::BlindToken name_token(std::string_view name) const { return token("value name", crypto::as_bytes(name)); }
    crypto::BlindToken id_token(const protocol::EntryId& id) const { return token("entry id", id); }
    crypto::BlindToken header_token(const crypto::Digest& hash) const { return token("entry header", hash); }

    crypto::SecretBytes open(crypto::ByteView sealed, const crypto::Bytes& where) const {
        auto plaintext = crypto::box_open(vault_key, sealed, where);
        if (!plaintext) damaged();
        return std::move(*plaintext);
    }
    StoredEntry open_entry(const Statement& found) const {
        const std::int64_t key = found.integer(0);
        return entry_of(static_cast<std::uint64_t>(key), open(found.blob(1), place(entry_table, key)));
    }

    crypto::BoxKey vault_key;
    crypto::BlindKey blind_key;
    Database database;
};

Store::Store(const Home& home) : impl_(std::make_unique<Impl>(home)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

void Store::transaction(const std::function<void()>& work) { impl_->database.transaction(work); }

void Store::put_value(std::string_view name, const crypto::SecretBytes& value) {
    const auto token = impl_->name_token(name);
    impl_->database.prepare("INSERT OR REPLACE INTO named_value(name, sealed) VALUES(?1, ?2)")
        .bind(1, token)
        .bind(2, crypto::box_seal(impl_->vault_key, value, place(value_table, token)))
        .run();
}

std::optional<crypto::SecretBytes> Store::value(std::string_view name) {
    const auto token = impl_->name_token(name);
    Statement found = impl_->database.prepare("SELECT sealed FROM named_value WHERE name = ?1");
    if (!found.bind(1, token).step()) return std::nullopt;
    return impl_->open(found.blob(0), place(value_table, token));
}

void Store::scrub() {
    impl_->database.execute("VACUUM");                          // pages that rows have moved away from
    impl_->database.execute("PRAGMA wal_checkpoint(TRUNCATE)"); // and the log, which has the old ones
}

void Store::erase_value(std::string_view name) {
    impl_->database.prepare("DELETE FROM named_value WHERE name = ?1").bind(1, impl_->name_token(name)).run();
}

void Store::put_entry(const StoredEntry& entry) {
    const std::int64_t key = row_key(entry.index);
    const auto id = id_of(entry);
    const auto header = header_hash_of(entry);
    Statement put =
        impl_->database.prepare("INSERT OR REPLACE INTO entry(register_index, id, header, sealed) VALUES(?1, ?2, ?3, ?4)");
    put.bind(1, key).bind(4, crypto::box_seal(impl_->vault_key, row_of(entry), place(entry_table, key)));
    id ? put.bind(2, impl_->id_token(*id)) : put.bind_null(2);
    header ? put.bind(3, impl_->header_token(*header)) : put.bind_null(3);
    put.run();
}

std::optional<StoredEntry> Store::entry_at(std::uint64_t index) {
    Statement found = impl_->database.prepare("SELECT register_index, sealed FROM entry WHERE register_index = ?1");
    if (!found.bind(1, row_key(index)).step()) return std::nullopt;
    return impl_->open_entry(found);
}

std::optional<StoredEntry> Store::entry_by_id(const protocol::EntryId& id) {
    Statement found =
        impl_->database.prepare("SELECT register_index, sealed FROM entry WHERE id = ?1 ORDER BY register_index LIMIT 1");
    if (!found.bind(1, impl_->id_token(id)).step()) return std::nullopt;
    auto entry = impl_->open_entry(found);
    if (id_of(entry) != id) damaged();  // the tokens are outside the box: somebody exchanged two
    return entry;
}

std::optional<std::uint64_t> Store::index_of_header(const crypto::Digest& header_hash) {
    Statement found =
        impl_->database.prepare("SELECT register_index, sealed FROM entry WHERE header = ?1 ORDER BY register_index LIMIT 1");
    if (!found.bind(1, impl_->header_token(header_hash)).step()) return std::nullopt;
    const auto entry = impl_->open_entry(found);
    if (header_hash_of(entry) != header_hash) damaged();
    return entry.index;
}

void Store::each_entry(std::uint64_t from, const std::function<bool(const StoredEntry&)>& visit) {
    // One row at a time, so that no statement is open while `visit` changes the table.
    Statement next = impl_->database.prepare(
        "SELECT register_index, sealed FROM entry WHERE register_index >= ?1 ORDER BY register_index LIMIT 1");
    while (from <= protocol::limits::integer_max && next.bind(1, row_key(from)).step()) {
        const StoredEntry entry = impl_->open_entry(next);
        next.reset();
        if (!visit(entry)) return;
        from = entry.index + 1;
    }
}

std::uint64_t Store::entry_count() {
    Statement count = impl_->database.prepare("SELECT count(*) FROM entry");
    count.step();
    return static_cast<std::uint64_t>(count.integer(0));
}

std::uint64_t Store::put_outbox(const OutboxItem& item) {
    std::int64_t key = 0;
    transaction([&] {
        // The key is part of what seals the row, so it is given first, to a row with nothing in it.
        impl_->database.prepare("INSERT INTO outbox(sealed) VALUES(?1)").bind(1, crypto::ByteView{}).run();
        key = impl_->database.last_key();
        impl_->database.prepare("UPDATE outbox SET sealed = ?2 WHERE key = ?1")
            .bind(1, key)
            .bind(2, crypto::box_seal(impl_->vault_key, row_of(item), place(outbox_table, key)))
            .run();
    });
    return static_cast<std::uint64_t>(key);
}

std::vector<OutboxItem> Store::outbox() {
    std::vector<OutboxItem> items;
    Statement next = impl_->database.prepare("SELECT key, sealed FROM outbox ORDER BY key");
    while (next.step()) {
        const std::int64_t key = next.integer(0);
        items.push_back(item_of(static_cast<std::uint64_t>(key), impl_->open(next.blob(1), place(outbox_table, key))));
    }
    return items;
}

void Store::replace_outbox(const OutboxItem& item) {
    const std::int64_t key = row_key(item.key);
    impl_->database.prepare("UPDATE outbox SET sealed = ?2 WHERE key = ?1")
        .bind(1, key)
        .bind(2, crypto::box_seal(impl_->vault_key, row_of(item), place(outbox_table, key)))
        .run();
    if (impl_->database.changes() != 1) throw std::logic_error("no such item in the outbox");
}

void Store::remove_outbox(std::uint64_t key) {
    impl_->database.prepare("DELETE FROM outbox WHERE key = ?1").bind(1, row_key(key)).run();
}

}  // namespace clients
