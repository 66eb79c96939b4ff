// Changes of authority that everybody is told of, noticed as the entries are folded: who may act for the network, and who came to
// a state's seat without that state (docs/protocol.md, "Changes that everybody sees").
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "protocol/network_state.hpp"

namespace clients {

struct AuthorityChange {
    enum class What {
        seat_emptied,   // an officer revoked the last focal point of a state
        seat_founded,   // a state that had focal points has a first one again, designated by the secretariat alone
        new_member,     // a state comes, or comes back
        new_officer,
        handover,       // officers' terms end, by an act of the secretariat
        gateway_keys,
    };
    What what = What::new_member;
    std::vector<protocol::Handle> persons;      // revoked, designated, or leaving
    std::optional<protocol::Member> member;     // whose seat it is, or who comes
    protocol::Handle author;                    // of the entry
    protocol::EntryId entry{};                  // with which it took effect
    std::int64_t time = 0;                      // of its leaf
    std::int64_t from = 0;                      // in force from then on

    bool is_alarm() const { return what == What::seat_emptied || what == What::seat_founded; }
    bool operator==(const AuthorityChange&) const = default;
};
protocol::Json change_json(const AuthorityChange& change);
AuthorityChange parse_change(const protocol::Json& json);   // what change_json() wrote; throws otherwise

// Looks at the state before and after an entry takes effect.
class AuthorityWatch {
public:
    AuthorityWatch(const protocol::NetworkState& before, const protocol::Entry& entry, const protocol::Position& at);
    std::vector<AuthorityChange> look(const protocol::NetworkState& after) const;

private:
    // What is looked at, and no more: a copy of the whole state for each entry would be dear.
    struct Picture {
        Picture(const protocol::NetworkState& state, std::int64_t time);
        std::map<protocol::Member, std::int64_t> member_from;            // of members not suspended
        std::map<protocol::Handle, std::pair<std::int64_t, std::optional<std::int64_t>>> officers;   // from, until
        std::map<protocol::Member, std::vector<protocol::Handle>> seats;   // the focal points in office of each state
        std::map<protocol::Member, std::size_t> focal_points;              // that there ever were
        protocol::EntryId gateway{};
    };
    AuthorityChange change(AuthorityChange::What what) const;
    void look_at_seats(const Picture& after, const protocol::NetworkState& state, std::vector<AuthorityChange>& out) const;
    void look_at_secretariat(const Picture& after, std::vector<AuthorityChange>& out) const;

    protocol::EntryId entry_;
    protocol::Handle author_;
    bool by_officer_ = false;
    protocol::Position at_;
    Picture before_;
};

}  // namespace clients
