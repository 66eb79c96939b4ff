// Acts of several parties: a proposal and, for each further party, a `consent` that names it (docs/protocol.md, "Consents").
#pragma once

#include "protocol/claims.hpp"

namespace protocol {

class NetworkState;
struct Person;

// Where the register put an entry.
struct Position {
    std::uint64_t index = 0;
    std::int64_t time = 0;                  // the leaf's
    bool operator==(const Position&) const = default;
};

// Who acts, by which entry. For an act of several parties: the proposer, and the proposal's entry.
struct Source {
    EntryId entry{};
    Handle author;
    KeyId key;
    std::vector<Audience> audience;
};
Source source_of(const EntryId& id, const Header& header);

// Any one active person who fits, the proposer excepted.
struct Party {
    Role role = Role::officer;              // officer, or focal point of the member
    Member member;
    std::vector<Handle> among;              // when not empty, one of these
    bool operator==(const Party&) const = default;

    bool fits(const Person& person) const;
};

// An entry that stands in the register without effect until its parties have agreed.
struct Proposal {
    Claim claim;
    Source source;
    Position at;
    std::vector<Party> waiting;             // never empty

    bool lapsed(std::int64_t time) const;
};

// The parties that must still agree to this claim by this author. Not empty: the entry is a proposal. The one answer for judge()
// and NetworkState::apply().
std::vector<Party> needed_consents(const NetworkState& state, const Claim& claim, const Handle& author, std::int64_t time);

}  // namespace protocol
