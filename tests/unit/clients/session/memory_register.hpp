// A register in memory with a log key: pages as a gateway would give them, also one that lies.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "protocol/judge.hpp"
#include "protocol/kinds.hpp"
#include "protocol/register_chain.hpp"
#include "protocol/wire.hpp"

namespace clients::test {

class MemoryRegister {
public:
    MemoryRegister(const crypto::SigningKey& key, crypto::note::Verifier log) : key_(&key), log_(std::move(log)) {}

    void append(const protocol::Entry& entry, std::int64_t time) {
        using namespace protocol;
        if (kept_.empty()) network_ = entry.header_hash;
        Leaf leaf{.id = entry.id, .time = time, .number = {}, .links = {}};
        for (const Circle& circle : circles_of(entry.header)) {
            const auto last = last_to_.find(circle);
            leaf.links.emplace(circle, link_of(circle, last == last_to_.end() ? std::nullopt : std::optional(last->second)));
            last_to_.insert_or_assign(circle, entry.id);
        }
        for (const auto& node : head_.append(leaf, is_governing(entry.header), network_)) nodes_.emplace(node.at, node.hash);
        kept_.push_back({entry_bytes(entry), leaf_line(leaf)});
    }
    void append(const std::vector<protocol::Entry>& batch, std::int64_t time) {
        for (const auto& entry : batch) append(entry, time);
    }
    std::uint64_t size() const { return kept_.size(); }

    // Everything from the start in one page, under a checkpoint of that time; not what is withheld.
    protocol::wire::Page page(std::int64_t time, const std::set<std::uint64_t>& withheld = {}) const {
        const auto note = crypto::note::sign(head_.checkpoint_text(log_.name(), network_, time), log_.name(), *key_);
        protocol::wire::Page out{.checkpoint = note, .next = size(), .more = false, .deliveries = {}};
        for (std::uint64_t index = 0; index < size(); ++index) {
            if (withheld.contains(index)) continue;
            const auto proof = crypto::merkle::inclusion_proof(index, size(), [&](const auto& at) { return nodes_.at(at); });
            out.deliveries.push_back({.index = index, .leaf = kept_[index].leaf, .proof = proof,
                                      .delivered = protocol::Delivered::whole, .entry = kept_[index].entry});
        }
        return out;
    }

private:
    struct Kept {
        crypto::Bytes entry;
        std::string leaf;
    };
    const crypto::SigningKey* key_;
    crypto::note::Verifier log_;
    protocol::NetworkId network_{};
    protocol::RegisterHead head_;
    std::map<crypto::merkle::NodePosition, crypto::Digest> nodes_;
    std::map<protocol::Circle, protocol::EntryId> last_to_;
    std::vector<Kept> kept_;
};

}  // namespace clients::test
