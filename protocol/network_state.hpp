// The network as its governing entries made it: members, persons, circles, access lists. The same at the gateway and at every
// reader, because both fold the same entries by the same function.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "protocol/consents.hpp"
#include "protocol/entry.hpp"
#include "protocol/state/circle.hpp"
#include "protocol/state/person.hpp"

namespace protocol {

struct MemberState {
    std::int64_t from = 0;                  // a new state counts from here
    bool suspended = false;
    std::optional<EntryId> entry;           // the `member` entry in force
    std::optional<EntryId> recovery{};      // the last `recovery` made
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
    // New authority counts from here: 72 hours later, at once during the founding.
    std::int64_t authority_from(std::int64_t time) const;
    // The gateway's TLS pins in force, and the entry that the next change replaces.
    const std::vector<crypto::tls::SpkiPin>& pins(std::int64_t time) const;
    const EntryId& gateway_entry() const noexcept { return gateway_entry_; }

    const std::map<Member, MemberState>& members() const noexcept { return members_; }
    const std::map<Handle, Person>& persons() const noexcept { return persons_; }
    const std::map<Circle, CircleState>& circles() const noexcept { return circles_; }
    // What waits for consents, by the proposal's entry; lapsed ones too.
    const std::map<EntryId, Proposal>& proposals() const noexcept { return proposals_; }

    const Person* find_person(const Handle& handle) const;
    const Person* find_active(const Handle& handle, std::int64_t time) const;
    const Person* find_by_pin(const crypto::tls::SpkiPin& pin, std::int64_t time) const;
    const CircleState* find_circle(const Circle& circle) const;
    // Whose device it is or was; null for any other key.
    const Handle* owner_of(const KeyId& key) const;
    // Was any of these keys ever in the register, of a device or a recovery sheet?
    bool keys_used(const DeviceKeys& keys) const;
    bool keys_used(const RecoveryKeys& keys) const;

    // Everybody designated for the member now; and of these the officers or focal points, who hold its circle.
    std::vector<const Person*> active_persons(const Member& member, std::int64_t time) const;
    std::vector<const Person*> seated(const Member& member, std::int64_t time) const;
    bool is_member(const Member& member, std::int64_t time) const;

    const Recovery* find_recovery(const EntryId& made) const;
    // By the name of its key, in force or not.
    const Recovery* find_recovery(const KeyId& key) const;
    // Neither used, replaced nor ended, and each holder still designated.
    const Recovery* recovery_in_force(const Member& member, std::int64_t time) const;

    // Is the person within the circle now, directly or through their member's circle?
    bool belongs(const Person& person, const Circle& circle, std::int64_t time) const;
    // Whom a new epoch of the circle is to be sealed to: exactly its members, less member circles that are stale or vacant,
    // in order. Empty when the circle does not exist.
    std::vector<Audience> rotation_audience(const Circle& circle, std::int64_t time) const;
    // The devices and recovery keys within the circle.
    std::set<KeyId> entitled(const Circle& circle, std::int64_t time) const;
    // The member circles of `network` or a group, those of persons last; empty for circles of devices.
    std::vector<Circle> member_circles(const Circle& circle, std::int64_t time) const;
    // Could somebody who is no longer a member know the current epoch? False while there is no epoch.
    bool stale(const Circle& circle, std::int64_t time) const;
    // Is a rotation due, why, and who may not make it?
    Due due(const Circle& circle, std::int64_t time) const;
    // Devices and recovery keys that could know this epoch, by rotation and grant and the history these carried.
    std::set<KeyId> knowers(const CircleEpoch& epoch) const;
    // By this rotation, or this grant; nothing when the entry is neither, or of an epoch that has been followed by another.
    std::optional<HandedOver> handed_over_by(const EntryId& entry) const;
    // Would handing this epoch to `to` let anybody know it who could not before?
    bool grant_adds(const CircleEpoch& epoch, const Audience& to) const;
    // What the direct members of all fresh circles should be granted: the current epoch, with all earlier ones where the circle
    // hands on its history. Costs knowers() of each epoch: for clients, not for every submission.
    std::vector<MissingGrant> missing_grants(std::int64_t time) const;

    // Is this the signing key of a device, or of a recovery sheet, in force?
    bool key_in_force(const KeyId& key, std::int64_t time) const;
    // The age recipient to seal to: a circle's at that epoch, a device's in force, a recovery sheet's. Null when unknown.
    const crypto::age::HybridRecipient* recipient_of(const Audience& to) const;

    bool may_write(const Person& person, std::string_view kind, const Circle& to) const;
    // One's own `person:HANDLE` needs no list.
    bool may_read(const Person& person, const Circle& circle) const;

private:
    void found(const GenesisClaim& claim, const Entry& entry, const Position& at);
    void take_effect(const Claim& claim, const Source& source, const Position& at);
    void apply_claim(const GenesisClaim& claim, const Source& source, const Position& at);
    void apply_claim(const MemberClaim& claim, const Source& source, const Position& at);
    void apply_claim(const DesignationClaim& claim, const Source& source, const Position& at);
    void apply_claim(const CircleClaim& claim, const Source& source, const Position& at);
    void apply_claim(const RotationClaim& claim, const Source& source, const Position& at);
    void apply_claim(const GrantClaim& claim, const Source& source, const Position& at);
    void apply_claim(const AccessClaim& claim, const Source& source, const Position& at);
    void apply_claim(const SettingsClaim& claim, const Source& source, const Position& at);
    void apply_claim(const DeviceClaim& claim, const Source& source, const Position& at);
    void apply_claim(const RevocationClaim& claim, const Source& source, const Position& at);
    void apply_claim(const ConsentClaim& claim, const Source& source, const Position& at);
    void apply_claim(const ComplaintClaim& claim, const Source& source, const Position& at);
    void apply_claim(const RecoveryClaim& claim, const Source& source, const Position& at);
    void apply_claim(const HandoverClaim& claim, const Source& source, const Position& at);
    void apply_claim(const GatewayClaim& claim, const Source& source, const Position& at);
    void apply_claim(const RetentionClaim& claim, const Source& source, const Position& at);

    void remember(const DeviceKeys& keys, const Handle& owner);

    std::set<Handle> accused(const Circle& circle, const CircleState& state, std::int64_t time) const;
    std::vector<KeyId> direct_keys(const Circle& circle, std::int64_t time) const;
    void collect_knowers(const Audience& holder, std::set<CircleEpoch>& seen, std::set<KeyId>& out) const;
    std::set<KeyId> readers_of(const Audience& holder) const;
    bool within_group(const Person& person, const Circle& group, std::int64_t time) const;
    bool granted_by_both(const Person& person, auto&& grants) const;

    struct Pins {
        std::vector<crypto::tls::SpkiPin> pins;
        std::int64_t from = 0;
    };

    std::optional<GenesisClaim> genesis_;
    NetworkId network_{};
    std::int64_t founded_at_ = 0;
    bool founding_closed_ = false;
    EntryId settings_entry_{};
    SettingValues settings_;
    EntryId gateway_entry_{};
    Pins pins_;                                       // in force
    std::optional<Pins> next_pins_;                   // in force from their time on
    std::map<Member, MemberState> members_;
    std::map<Handle, Person> persons_;
    std::map<Circle, CircleState> circles_;
    std::map<EntryId, Proposal> proposals_;
    std::map<EntryId, Recovery> recoveries_;
    std::map<KeyId, EntryId> recovery_keys_;          // their signing keys -> the `make`
    std::map<KeyId, std::optional<Handle>> used_keys_;  // every signing key ever, and its person; a recovery sheet's has none
    std::set<crypto::Digest> used_recipients_;        // SHA-256 of every age key of these
    std::set<crypto::tls::SpkiPin> used_pins_;        // every TLS key of a device
};

}  // namespace protocol
