// The network as its governing entries made it: members, persons, circles, access lists. The same at the gateway and at every
// reader, because both fold the same entries by the same function.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "protocol/claims.hpp"
#include "protocol/entry.hpp"

namespace protocol {

// Where the register put an entry.
struct Position {
    std::uint64_t index = 0;
    std::int64_t time = 0;                  // the leaf's
    bool operator==(const Position&) const = default;
};

struct Person {
    Handle handle;
    Role role = Role::focal_point;
    std::map<KeyId, DeviceKeys> devices;
    std::int64_t from = 0;                  // valid when from <= time < until
    std::optional<std::int64_t> until;
    EntryId designation{};                  // the entry that stands for this person now

    bool active(std::int64_t time) const { return time >= from && (!until || time < *until); }
};

struct EpochState {
    crypto::age::HybridRecipient key;
    EntryId rotation{};
    Handle rotator;
    bool carries_history = true;            // this epoch's rotation handed over the earlier ones too
    std::vector<Audience> sealed_to;        // by the rotation, with the history it carried
    std::vector<Audience> granted_to;       // by grants, this epoch alone
};

struct CircleState {
    std::map<std::uint64_t, EpochState> epochs;  // from 1, gapless
    std::set<Member> joined;                // groups only
    bool history = true;

    std::uint64_t current() const { return epochs.empty() ? 0 : epochs.rbegin()->first; }
};

struct MemberState {
    std::int64_t from = 0;                  // a new state counts from here
    bool suspended = false;
    std::optional<EntryId> entry;           // the `member` entry in force
    std::map<ListSide, std::pair<AccessList, EntryId>> lists;
};

class NetworkState {
public:
    // Applies a governing entry that judge() has accepted at this position. Others change nothing.
    void apply(const Entry& entry, const Position& at);

    bool founded() const noexcept { return genesis_.has_value(); }
    const GenesisClaim& genesis() const { return *genesis_; }
    const NetworkId& network() const noexcept { return network_; }
    const EntryId& settings_entry() const noexcept { return settings_entry_; }
    const SettingValues& settings() const noexcept { return settings_; }
    bool founding(std::int64_t time) const;

    const std::map<Member, MemberState>& members() const noexcept { return members_; }
    const std::map<Handle, Person>& persons() const noexcept { return persons_; }
    const std::map<Circle, CircleState>& circles() const noexcept { return circles_; }

    const Person* find_person(const Handle& handle) const;
    const Person* find_active(const Handle& handle, std::int64_t time) const;
    const Person* find_by_pin(const crypto::tls::SpkiPin& pin, std::int64_t time) const;
    const CircleState* find_circle(const Circle& circle) const;
    bool signing_key_used(const KeyId& key) const { return used_keys_.contains(key); }
    bool tls_key_used(const crypto::tls::SpkiPin& pin) const;

    std::vector<const Person*> active_persons(const Member& member, std::int64_t time) const;
    bool is_member(const Member& member, std::int64_t time) const;

    // Is the person within the circle now, directly or through their member's circle?
    bool belongs(const Person& person, const Circle& circle, std::int64_t time) const;
    // Whom a new epoch of the circle is to be sealed to: exactly its members, less member circles that are stale or vacant,
    // in order. Empty when the circle does not exist.
    std::vector<Audience> rotation_audience(const Circle& circle, std::int64_t time) const;
    // The circle's direct members: member circles, or devices for `dmr` and `state:xx`.
    std::vector<Circle> member_circles(const Circle& circle, std::int64_t time) const;
    // Could somebody who is no longer a member know the current epoch? False while there is no epoch.
    bool stale(const Circle& circle, std::int64_t time) const;
    // Devices that could know this epoch, by rotation and grant and the history these carried.
    std::set<KeyId> knowers(const CircleEpoch& epoch) const;

    bool may_write(const Person& person, std::string_view kind, const Circle& to) const;
    bool may_read(const Person& person, const Circle& circle) const;

private:
    void apply_claim(const GenesisClaim& claim, const Entry& entry, const Position& at);
    void apply_claim(const MemberClaim& claim, const Entry& entry, const Position& at);
    void apply_claim(const DesignationClaim& claim, const Entry& entry, const Position& at);
    void apply_claim(const CircleClaim& claim, const Entry& entry, const Position& at);
    void apply_claim(const RotationClaim& claim, const Entry& entry, const Position& at);
    void apply_claim(const GrantClaim& claim, const Entry& entry, const Position& at);
    void apply_claim(const AccessClaim& claim, const Entry& entry, const Position& at);
    void apply_claim(const SettingsClaim& claim, const Entry& entry, const Position& at);

    std::set<KeyId> entitled(const Circle& circle, std::int64_t time) const;
    void collect_knowers(const CircleEpoch& epoch, std::set<CircleEpoch>& seen, std::set<KeyId>& out) const;
    bool granted_by_both(const Person& person, auto&& grants) const;

    std::optional<GenesisClaim> genesis_;
    NetworkId network_{};
    std::int64_t founded_at_ = 0;
    bool founding_closed_ = false;
    EntryId settings_entry_{};
    SettingValues settings_;
    std::map<Member, MemberState> members_;
    std::map<Handle, Person> persons_;
    std::map<Circle, CircleState> circles_;
    std::map<KeyId, Handle> used_keys_;   // every signing key ever designated
};

}  // namespace protocol
