// Claims about persons, their devices and what several of them decide together.
#pragma once

#include <variant>
#include <vector>

#include "protocol/claims/device_keys.hpp"

namespace protocol {

struct DesignationClaim {
    Handle handle;
    Role role = Role::focal_point;
    DeviceKeys keys;                           // the first device's; a replacement names a device in force
    std::optional<std::int64_t> from;          // valid when from <= leaf time < until
    std::optional<std::int64_t> until;
    std::optional<EntryId> replaces;           // the person's current designation
};

// A further device of the author, which signs with an older one.
struct DeviceClaim {
    DeviceKeys keys;
    crypto::Signature proof;                   // by the new signing key over device_line()
};
// What the proof of a new device covers: handle, keys and network (context `nfp-device-v1`).
std::string device_line(const NetworkId& network, const Handle& handle, const DeviceKeys& keys);

enum class RevocationReason { left, lost, compromised, replaced, other };
std::string_view reason_name(RevocationReason reason) noexcept;
std::optional<RevocationReason> parse_reason(std::string_view text) noexcept;

struct RevocationClaim {
    Handle handle;
    std::optional<KeyId> device;               // absent: the whole person, for ever
    std::vector<KeyId> keep;                   // ascending: of the devices it admitted, those that stay
    RevocationReason reason = RevocationReason::other;
};

struct RecoveryMake {
    RecoveryKeys keys;
    std::vector<Handle> holders;               // ascending: who made or holds the sheet
    std::optional<EntryId> replaces;           // the member's recovery in force
};
struct RecoveryUse {
    EntryId recovery{};                        // the `make`
    std::optional<DeviceKeys> keys;            // a new device, which signs the entry; absent: a known one opens the past
    crypto::Signature proof;                   // by the recovery signing key over recovery_line()
};
struct RecoveryEnd {
    EntryId replaces{};                        // the recovery in force
};
struct RecoveryClaim {
    Member member;                             // a state
    std::variant<RecoveryMake, RecoveryUse, RecoveryEnd> action;
};
// What the proof of a use covers: the recovery, and who uses it with which device (context `nfp-recovery-v1`).
std::string recovery_line(const NetworkId& network, const EntryId& recovery, const Handle& handle, const KeyId& key);

// Officers end their terms and others remain.
struct HandoverClaim {
    std::vector<Handle> closes;                // ascending, the author among them
    std::vector<Handle> opens;                 // ascending, one of them consents
};

struct ConsentClaim {
    EntryId proposal{};
};

}  // namespace protocol
