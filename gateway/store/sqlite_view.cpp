#include "gateway/store/sqlite_view.hpp"

#include <algorithm>
#include <limits>

namespace gateway::store {
namespace {

[[noreturn]] void missing(const char* what) {
    throw StoreFailed(std::string(what) + " is missing: the database is damaged. Restore it from a backup");
}

template <std::size_t N>
std::array<std::uint8_t, N> fixed_blob(crypto::ByteView blob, const char* what) {
    if (blob.size() != N) missing(what);
    std::array<std::uint8_t, N> out;
    std::ranges::copy(blob, out.begin());
    return out;
}

}  // namespace

std::uint64_t first_false(const std::function<bool(std::uint64_t)>& holds) {
    if (!holds(0)) return 0;
    std::uint64_t low = 0, high = 1;  // holds(low), perhaps not holds(high)
    while (holds(high)) low = high, high *= 2;
    while (high - low > 1) {
        const std::uint64_t middle = low + (high - low) / 2;
        (holds(middle) ? low : high) = middle;
    }
    return high;
}

std::uint64_t SqliteReader::size() const {
    auto query = database_.query("SELECT max(idx) + 1 FROM entries");  // indexes are gapless from 0; NULL reads as 0
    return query.step() ? query.integer(0) : 0;
}

std::optional<std::uint64_t> SqliteReader::find(const protocol::EntryId& id) const {
    auto query = database_.query("SELECT idx FROM entries WHERE id = ?").bind(id);
    if (!query.step()) return std::nullopt;
    return query.integer(0);
}

StoredHead SqliteReader::head(std::uint64_t index) const {
    auto query = database_.query("SELECT id, time, sealed_head FROM entries WHERE idx = ?").bind(index);
    if (!query.step()) missing("an entry");
    return open_head(keys_, index, fixed_blob<32>(query.blob(0), "an entry's id"), static_cast<std::int64_t>(query.integer(1)),
                     query.blob(2));
}

crypto::Bytes SqliteReader::body(std::uint64_t index) const {
    auto query = database_.query("SELECT body FROM entries WHERE idx = ?").bind(index);
    if (!query.step()) missing("an entry");
    const auto blob = query.blob(0);
    return {blob.begin(), blob.end()};
}

std::optional<std::uint64_t> SqliteReader::posting(const IndexKey& key, std::uint64_t running) const {
    const auto token = posting_token(keys_, key, running);
    auto query = database_.query("SELECT idx FROM postings WHERE token = ?").bind(token);
    if (!query.step()) return std::nullopt;
    return query.integer(0);
}

std::uint64_t SqliteReader::postings_below(const IndexKey& key, std::uint64_t index) const {
    return first_false([&](std::uint64_t running) {
        const auto at = posting(key, running);
        return at && *at < index;
    });
}

crypto::Digest SqliteReader::node(crypto::merkle::NodePosition at) const {
    auto query =
        database_.query("SELECT hash FROM nodes WHERE level = ? AND idx = ?").bind(std::uint64_t{at.level}).bind(at.index);
    if (!query.step()) missing("a node of the Merkle tree");
    return fixed_blob<32>(query.blob(0), "a node of the Merkle tree");
}

std::optional<StoredCheckpoint> SqliteReader::last_checkpoint() const {
    auto query = database_.query("SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1");
    if (!query.step()) return std::nullopt;
    return StoredCheckpoint{.size = query.integer(0), .note = crypto::to_text(query.blob(1))};
}

StoredCheckpoint SqliteReader::checkpoint_over(std::uint64_t index) const {
    auto query = database_.query("SELECT size, note FROM checkpoints WHERE size > ? ORDER BY size LIMIT 1").bind(index);
    if (!query.step()) missing("the checkpoint of an entry");
    return {.size = query.integer(0), .note = crypto::to_text(query.blob(1))};
}

std::optional<crypto::SecretBytes> SqliteReader::meta(std::string_view name) const {
    const auto token = meta_token(keys_, name);
    auto query = database_.query("SELECT sealed FROM meta WHERE name = ?").bind(token);
    if (!query.step()) return std::nullopt;
    auto opened = crypto::box_open(keys_.keys, query.blob(0), token);
    if (!opened) throw StoreFailed("the gateway's keys do not open: the store key is another one, or the database was altered");
    return opened;
}

std::optional<StoredEnrolment> SqliteReader::enrolment(const crypto::Digest& token) const {
    const auto row = enrolment_token(keys_, token);
    auto query = database_.query("SELECT sealed_head, sealed_enrolment FROM enrolments WHERE token = ?").bind(row);
    if (!query.step()) return std::nullopt;
    auto out = open_enrolment_head(keys_, row, query.blob(0));
    out.enrolment = open_enrolment_body(keys_, row, query.blob(1));
    return out;
}

std::vector<StoredEnrolment> SqliteReader::enrolments_of(const protocol::Handle& handle) const {
    std::vector<StoredEnrolment> out;
    for (std::uint64_t running = 0;; ++running) {
        const auto token = enrolment_handle_token(keys_, handle, running);
        auto query = database_.query("SELECT token, sealed_head, sealed_enrolment FROM enrolments WHERE handle = ?").bind(token);
        if (!query.step()) return out;
        out.push_back(open_enrolment_head(keys_, query.blob(0), query.blob(1)));
        out.back().enrolment = open_enrolment_body(keys_, query.blob(0), query.blob(2));
    }
}

std::vector<protocol::Handle> SqliteReader::enrolled() const {
    std::vector<protocol::Handle> out;
    auto query = database_.query("SELECT token, sealed_head FROM enrolments");
    while (query.step()) out.push_back(open_enrolment_head(keys_, query.blob(0), query.blob(1)).handle);
    std::ranges::sort(out);
    const auto repeated = std::ranges::unique(out);
    out.erase(repeated.begin(), repeated.end());
    return out;
}

}  // namespace gateway::store
