// Persons, their devices, and their states' recovery sheets, as the register has them.
#pragma once

#include <map>
#include <set>

#include "protocol/claims/people.hpp"

namespace protocol {

struct Person {
    Handle handle;
    Role role = Role::focal_point;
    std::map<KeyId, DeviceKeys> devices;    // in force
    std::int64_t from = 0;                  // valid when from <= time < until
    std::optional<std::int64_t> until;
    EntryId designation{};                  // the entry that stands for this person now
    std::map<KeyId, KeyId> admitted_by{};   // device in force -> the one that signed for it; the first device has none
    std::optional<std::int64_t> revoked{};  // leaf time; for ever

    bool active(std::int64_t time) const { return !devices.empty() && time >= from && (!until || time < *until); }
    // Officers and focal points hold their member's circle; the others have `person:HANDLE`.
    bool seated() const { return role == Role::officer || role == Role::focal_point; }
};

// The device and all that it admitted, transitively, but for those in `keep` and what these admitted.
std::set<KeyId> devices_under(const Person& person, const KeyId& device, const std::vector<KeyId>& keep);

struct Recovery {
    EntryId entry{};                        // the `make`
    Member member;
    RecoveryKeys keys;
    KeyId key;                              // of keys.sign: its name as a member of `state:xx`
    std::vector<Handle> holders;
    bool ended = false;                     // used, replaced or ended by an entry; see NetworkState::recovery_in_force
    std::optional<KeyId> used_by{};         // the device that could know since then what the recovery key could
};

}  // namespace protocol
