// Circles, their epochs and who was handed them.
#pragma once

#include <map>
#include <set>

#include "protocol/claims/circles.hpp"

namespace protocol {

// One grant of one epoch.
struct Granted {
    EntryId entry{};
    Handle author;
    Audience to;
};

struct EpochState {
    crypto::age::HybridRecipient key;
    EntryId rotation{};
    Handle rotator;
    KeyId rotator_key;                      // the device that made it, and knows it whether or not the rotation went to it
    std::int64_t at = 0;                    // leaf time of the rotation
    std::vector<Audience> sealed_to;        // by the rotation
    std::set<std::uint64_t> carried;        // the earlier epochs handed over with it: those that the rotating device could know
    std::vector<Granted> grants;            // this epoch alone
};

struct Complaint {
    EntryId entry{};                        // the rotation or grant
    Handle accused;                         // its author
    Handle by;
};

struct RetentionInForce {
    RetentionClaim claim;
    EntryId entry{};
    std::int64_t at = 0;                    // leaf time of the entry
};

struct CircleState {
    std::map<std::uint64_t, EpochState> epochs;  // from 1, gapless
    std::set<Member> joined;                // groups only
    bool history = true;
    std::map<Handle, std::optional<std::int64_t>> admitted{};     // groups only: persons by name, until
    std::vector<Complaint> complaints{};    // about the current epoch
    std::map<Member, std::int64_t> complained{};                  // leaf time of the member's last complaint
    std::optional<RetentionInForce> retention{};

    std::uint64_t current() const { return epochs.empty() ? 0 : epochs.rbegin()->first; }
};

// Why a circle needs its next epoch.
struct Due {
    enum class Why {
        none,
        unfounded,                          // no epoch yet
        // somebody who is no longer a member could know the current one: nothing is sealed to it
        stale,
        complaint,                          // a member was handed another secret than the published key's
        aged,                               // the circle has a retention and its epoch is more than a year old
    };
    Why why = Why::none;
    std::set<Handle> accused{};             // may not rotate: complained about, and there is somebody else who can

    explicit operator bool() const { return why != Why::none; }
};

// How a circle's current epoch reached its members, or one of them.
struct HandedOver {
    Circle circle;
    Handle author;
    std::vector<Audience> to;
};

// What a direct member of a circle should be granted.
struct MissingGrant {
    Circle circle;
    Audience to;
    std::vector<std::uint64_t> epochs;      // ascending
};

}  // namespace protocol
