// What this client has verified of the register so far.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "clients/core/session/authority_watch.hpp"
#include "clients/core/store/store.hpp"
#include "protocol/judge.hpp"
#include "protocol/register_chain.hpp"

namespace clients {

struct RegisterView {
    std::uint64_t next = 0;                                   // first index not yet looked at
    std::int64_t time = 0;                                    // of the last leaf seen
    protocol::Chain membership;                               // over every governing entry's id
    std::optional<protocol::RequestNumber> last_number;
    std::map<protocol::Circle, protocol::EntryId> last_to;    // newest entry seen to each circle
    std::set<protocol::Circle> gaps;                          // circles with a link to an entry that I was not given
    std::set<protocol::Circle> readable;                      // circles whose entries the gateway owes me: no gaps allowed
    std::vector<std::uint64_t> governing;                     // valid governing entries: what `state` is folded from
    std::vector<std::uint64_t> unopened;                      // whole entries for which no key is held yet
    std::string checkpoint;                                   // newest note that verified
    bool update_needed = false;                               // a governing kind that this version does not know
    std::vector<AuthorityChange> changes;                     // every one since genesis
    struct Reached {
        std::uint64_t size = 0;
        protocol::Chain membership;                           // as a checkpoint confirmed it
    } reached;                                                // the furthest: who looks from the start comes by it again
    protocol::NetworkState state;

    // Loads what save() wrote and folds the state again. An empty view when there is nothing.
    static RegisterView load(Store& store);
    // An empty view that has to come to the same register again.
    RegisterView from_the_start() const;
    void save(Store& store) const;
    // Whether the home holds another view than this one: somebody else has saved meanwhile.
    bool differs_from_saved(Store& store) const;

private:
    std::string text() const;
};

// Earlier entries as this client holds them.
class StoredPrecedents final : public protocol::Precedents {
public:
    // `judging`: the index being judged, so that a second look at an entry does not find itself.
    StoredPrecedents(Store& store, std::optional<std::uint64_t> judging) : store_(store), judging_(judging) {}
    std::optional<protocol::Precedent> find(const protocol::EntryId& id) const override;
    bool header_known(const crypto::Digest& header_hash) const override;

private:
    Store& store_;
    std::optional<std::uint64_t> judging_;
};

// The circles that a person may read now: theirs by membership and by both access lists.
std::set<protocol::Circle> readable_circles(const protocol::NetworkState& state, const protocol::Handle& handle,
                                            std::int64_t time);

}  // namespace clients
