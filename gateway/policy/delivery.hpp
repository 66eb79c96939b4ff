// Who gets what of an entry, and where to look for it. Decided anew for every delivery, by the network's present state.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "gateway/store/store.hpp"
#include "protocol/network_state.hpp"

namespace gateway::policy {

enum class Share {
    nothing,      // as if it were not there
    header_only,  // a governing entry: all need it to follow the network, its body is not for this person
    whole,
};

// Requires that `reader` is active at `time`. Whole: the audience holds a device that is or was theirs, the recovery sheet of a
// state whose focal point they are, or a circle that they belong to and that both access lists of their member let them read.
// Deny by default.
Share share_of(const protocol::NetworkState& state, const protocol::Person& reader, const protocol::Header& header,
               std::int64_t time);

// The postings that together hold every entry of which `reader` gets a share.
std::vector<store::IndexKey> streams_of(const protocol::NetworkState& state, const protocol::Person& reader, std::int64_t time);

// An entry as it goes to `reader`; nothing when it is not theirs. Requires index < snapshot.size().
struct Shared {
    store::StoredHead stored;
    Share share = Share::nothing;
    crypto::Bytes entry;  // head, and body when whole
    bool body_follows = false;
};
// The head alone, which is all that the decision looks at; add_body() completes it.
std::optional<Shared> shared_head(const store::Snapshot& snapshot, const protocol::NetworkState& state,
                                  const protocol::Person& reader, std::uint64_t index, std::int64_t time);
void add_body(const store::Snapshot& snapshot, Shared& shared);
std::optional<Shared> shared_entry(const store::Snapshot& snapshot, const protocol::NetworkState& state,
                                   const protocol::Person& reader, std::uint64_t index, std::int64_t time);

// Walks the streams together in the order of the register, each entry once. Costs O(log n) lookups to start and one for each
// entry that is the reader's: never anything for those that are not.
class Cursor {
public:
    // From the first entry with index >= `from`. `snapshot` must outlive the cursor.
    Cursor(const store::Snapshot& snapshot, std::vector<store::IndexKey> streams, std::uint64_t from);

    // The next index, or nothing. Advances.
    std::optional<std::uint64_t> next();

private:
    struct Stream {
        store::IndexKey key;
        std::uint64_t running;
        std::optional<std::uint64_t> index;
    };
    const store::Snapshot& snapshot_;
    std::vector<Stream> streams_;
};

}  // namespace gateway::policy
