#include "gateway/register/replay.hpp"

#include <algorithm>

#include "gateway/register/index_keys.hpp"
#include "gateway/store/sqlite.hpp"

namespace gateway {
namespace {

void require(bool ok, const std::string& what) {
    if (!ok)
        throw store::StoreFailed(what + ". Serving on would contradict what members hold: restore the database from a backup");
}

// Folds the governing entries, and nothing else, in order.
void replay_governing(const store::Snapshot& snapshot, protocol::NetworkState& state, protocol::RegisterHead& head) {
    for (std::uint64_t running = 0;; ++running) {
        const auto index = snapshot.posting(governing_key(), running);
        if (!index) return;
        const auto stored = snapshot.head(*index);
        const auto entry = protocol::parse_entry(crypto::as_bytes(stored.head), protocol::Delivered::header_only);
        require(entry.has_value() && entry->id == stored.id, "entry " + std::to_string(*index) + " does not parse");
        state.apply(*entry, {.index = *index, .time = stored.time});
        if (running == 0) head.membership = protocol::Chain::start(state.network());
        head.membership.add(entry->id);
    }
}

}  // namespace

Replayed replay(const store::Snapshot& snapshot, const crypto::note::Verifier& log) {
    const auto size = snapshot.size();
    const auto last = snapshot.last_checkpoint();
    require((size > 0) == last.has_value(), "the database has entries without a checkpoint, or the reverse");
    Replayed out;
    auto state = std::make_shared<protocol::NetworkState>();
    if (last) {
        const auto checkpoint = protocol::open_checkpoint(last->note, log);
        require(checkpoint.has_value(), "the last checkpoint was not signed by this gateway's log key");
        auto& head = out.view.head;
        head.frontier = crypto::merkle::Frontier(size, [&](auto at) { return snapshot.node(at); });
        require(last->size == size && checkpoint->checkpoint.size == size && checkpoint->checkpoint.root == head.frontier.root(),
                "the last checkpoint is not of the tree in the database");
        replay_governing(snapshot, *state, head);
        require(state->founded() && head.membership == checkpoint->commitments.membership,
                "the governing entries are not those of the last checkpoint");
        head.year = checkpoint->commitments.year;
        head.numbered = checkpoint->commitments.numbered;
        head.time = std::max(snapshot.head(size - 1).time, checkpoint->commitments.time);
        out.note = last->note;
        out.signed_at = checkpoint->commitments.time;
    }
    out.view.state = std::move(state);
    return out;
}

}  // namespace gateway
