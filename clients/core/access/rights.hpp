// What two access lists let a person do, and what a change of them gives and takes. Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "protocol/network_state.hpp"

namespace clients::access {

// None of the set covers another: `state:fr` is not there beside `state:*`.
using Patterns = std::set<protocol::CirclePattern>;

struct Rights {
    std::map<std::string, Patterns> write;  // by kind; no kind without a circle
    Patterns read;
    bool operator==(const Rights&) const = default;
};

// Somebody a list can speak of: a role, or one person in a role.
struct Subject {
    std::optional<protocol::Handle> person;
    protocol::Role role{};
    std::string text() const { return person ? person->text() : std::string(protocol::role_name(role)); }
};

// The member's two lists; the DMR's may be absent too: then nothing is granted.
struct Lists {
    std::optional<protocol::AccessList> dmr;
    std::optional<protocol::AccessList> own;

    std::optional<protocol::AccessList>& of(protocol::ListSide side) { return side == protocol::ListSide::dmr ? dmr : own; }
};
Lists lists_of(const protocol::NetworkState& state, const protocol::Member& member);

// The member's persons who are designated at `time`, or its role when there is nobody.
std::vector<Subject> subjects_of(const protocol::NetworkState& state, const protocol::Member& member, std::int64_t time);

// A right exists only if both lists grant it; without an own list there is no further limit.
Rights effective_rights(const Lists& lists, const Subject& subject);

// A pattern less what it still holds: `state:*` but not `state:de`.
struct Part {
    protocol::CirclePattern pattern;
    std::vector<protocol::CirclePattern> except;
    bool operator==(const Part&) const = default;
};
std::vector<Part> difference(const Patterns& all, const Patterns& without);

struct Change {
    Subject who;
    bool given = false;      // else taken
    std::string kind;        // to be written; empty: reading
    std::vector<Part> circles;
};
std::vector<Change> changes(const Lists& before, const Lists& after, const std::vector<Subject>& subjects);

}  // namespace clients::access
