#include "gateway/register/audit.hpp"

#include <map>

#include "gateway/limits.hpp"
#include "gateway/register/index_keys.hpp"
#include "gateway/register/stored_precedents.hpp"
#include "gateway/store/sqlite.hpp"
#include "protocol/kinds.hpp"
#include "protocol/register_chain.hpp"

namespace gateway {
namespace {

using protocol::Entry;
using protocol::Leaf;

class Auditor {
public:
    Auditor(const store::Snapshot& snapshot, const crypto::note::Verifier& log) : snapshot_(snapshot), log_(log) {}

    Audit run() {
        try {
            const auto size = snapshot_.size();
            while (out_.entries < size && !full()) {
                look_at(out_.entries);
                ++out_.entries;
            }
            if (out_.entries == size) look_at_end(size);
        } catch (const store::StoreFailed& failed) {
            finding(std::string(failed.what()) + ". What follows was not looked at", out_.entries);
        }
        return std::move(out_);
    }

private:
    bool full() const { return out_.findings.size() >= limits::audit_findings_max; }
    void finding(std::string what, std::optional<std::uint64_t> index) {
        if (!full()) out_.findings.push_back({.index = index, .what = std::move(what)});
    }
    void require(bool ok, std::string what, std::uint64_t index) {
        if (!ok) finding(std::move(what), index);
    }

    void look_at(std::uint64_t index) {
        const auto stored = snapshot_.head(index);
        const auto entry = entry_of(stored);
        const auto leaf = protocol::parse_leaf(stored.leaf);
        if (!leaf) throw store::StoreFailed("its leaf is not in its one form");
        require(snapshot_.find(stored.id) == index, "it is not found by its id", index);
        require(leaf->id == stored.id && leaf->time == stored.time, "its leaf is of another entry", index);
        require(stored.time >= head_.time, "time runs backwards", index);
        if (entry) look_at_entry(*entry, *leaf, index);
        look_at_tree(*leaf, entry && protocol::is_governing(entry->header), index);
    }

    // The bytes as they would be delivered; nothing when they are none.
    std::optional<Entry> entry_of(const store::StoredHead& stored) {
        auto bytes = crypto::to_bytes(stored.head);
        crypto::append(bytes, snapshot_.body(stored.index));
        auto entry = protocol::parse_entry(bytes);
        require(entry.has_value(), "its bytes are no entry: " + (entry ? "" : entry.error().message()), stored.index);
        if (!entry) return std::nullopt;
        require(entry->id == stored.id, "its bytes have another id", stored.index);
        return std::move(*entry);
    }

    void look_at_entry(const Entry& entry, const Leaf& leaf, std::uint64_t index) {
        const protocol::Position at{.index = index, .time = leaf.time};
        const auto error = protocol::judge(state_, StoredPrecedents(snapshot_, index), entry, at);
        require(!error, "it was not valid when it was appended: " + error.message(), index);
        require(leaf.links == links_of(entry), "its links are not those of the entries before it", index);
        const auto* rule = protocol::find_kind(entry.header.kind);
        const bool numbered = rule && rule->numbered;
        require(numbered == leaf.number.has_value(), numbered ? "it has no number" : "it has a number", index);
        if (numbered && leaf.number) {
            require(*leaf.number == head_.next_number(leaf.time), "its number is not the next one", index);
            ++out_.numbered;
        }
        if (!error && protocol::is_governing(entry.header)) {
            state_.apply(entry, at);
            ++out_.governing;
        }
        for (const auto& to : entry.header.audience)
            if (const auto* circle = std::get_if<protocol::CircleEpoch>(&to)) newest_[circle->circle] = entry.id;
        for (const auto& key : index_keys(entry)) look_at_posting(key, index);
    }

    std::map<protocol::Circle, crypto::Digest> links_of(const Entry& entry) const {
        std::map<protocol::Circle, crypto::Digest> links;
        for (const auto& to : entry.header.audience) {
            const auto* circle = std::get_if<protocol::CircleEpoch>(&to);
            if (!circle) continue;
            const auto before = newest_.find(circle->circle);
            links.emplace(
                circle->circle,
                protocol::link_of(circle->circle, before == newest_.end() ? std::nullopt : std::optional(before->second)));
        }
        return links;
    }

    // Deliveries go by these: a missing one would withhold the entry.
    void look_at_posting(const store::IndexKey& key, std::uint64_t index) {
        std::uint64_t running = 0;  // a header stands there once
        if (key.field != store::Field::header) {
            std::string name(1, static_cast<char>(key.field));
            running = postings_[name.append(crypto::as_text(key.value))]++;
        }
        require(snapshot_.posting(key, running) == index, "a blind index does not lead to it", index);
    }

    void look_at_tree(const Leaf& leaf, bool governing, std::uint64_t index) {
        for (const auto& node : head_.append(leaf, governing, state_.network()))
            require(snapshot_.node(node.at) == node.hash, "the tree has another hash at level " + std::to_string(node.at.level),
                    index);
        if (!checkpoint_ || checkpoint_->size <= index) checkpoint_ = snapshot_.checkpoint_over(index);
        if (checkpoint_->size == index + 1) look_at_checkpoint(*checkpoint_, index);
    }

    void look_at_checkpoint(const store::StoredCheckpoint& stored, std::uint64_t index) {
        ++out_.checkpoints;
        const auto opened = protocol::open_checkpoint(stored.note, log_);
        if (!opened) return finding("the checkpoint over it was not signed by this gateway's log key", index);
        const auto time = opened->commitments.time;
        const auto text = crypto::note::open(stored.note, log_);
        require(text == head_.checkpoint_text(log_.name(), state_.network(), time),
                "the checkpoint over it is of another register", index);
        require(time >= head_.time && time >= checkpoint_time_, "the checkpoint over it is older than what came before", index);
        checkpoint_time_ = time;
    }

    void look_at_end(std::uint64_t size) {
        const auto last = snapshot_.last_checkpoint();
        if (size != (last ? last->size : 0)) finding("the newest checkpoint is not over the last entry", {});
    }

    const store::Snapshot& snapshot_;
    const crypto::note::Verifier& log_;
    protocol::NetworkState state_;
    protocol::RegisterHead head_;
    std::map<protocol::Circle, protocol::EntryId> newest_;
    std::map<std::string, std::uint64_t> postings_;
    std::optional<store::StoredCheckpoint> checkpoint_;
    std::int64_t checkpoint_time_ = 0;
    Audit out_;
};

}  // namespace

Audit audit(const store::Snapshot& snapshot, const crypto::note::Verifier& log) { return Auditor(snapshot, log).run(); }

}  // namespace gateway
