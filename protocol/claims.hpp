// The claims of governing entries: what the gateway may read, never a person's name or address (docs/protocol.md, "Claims").
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "crypto/age/recipient.hpp"
#include "crypto/note.hpp"
#include "crypto/tls_identity.hpp"
#include "protocol/access.hpp"
#include "protocol/header.hpp"

namespace protocol {

// The public half of a device.
struct DeviceKeys {
    crypto::VerifyKey sign;
    crypto::age::HybridRecipient age;
    crypto::tls::SpkiPin tls{};
    bool operator==(const DeviceKeys&) const = default;
};
Json device_keys_json(const DeviceKeys& keys);
std::optional<DeviceKeys> parse_device_keys(const Json& value);

// Whole numbers by name; names we do not know are kept for versions that do.
using SettingValues = std::map<std::string, std::uint64_t>;
bool known_settings_in_bounds(const SettingValues& values);
// The upper bound of a setting this version acts on.
unsigned setting_max(std::string_view name);

struct GenesisClaim {
    std::string name;                          // of the network
    crypto::note::Verifier log;                // the register's verifier key; its name is the origin
    std::vector<crypto::tls::SpkiPin> pins;    // present, and next if there is one
    std::vector<Member> states;
    Handle founder;                            // an officer
    DeviceKeys keys;                           // the founder's
    SettingValues settings;
};

struct MemberClaim {
    enum class Status { admitted, suspended };
    Member member;
    Status status = Status::admitted;
    std::optional<EntryId> replaces;
};

struct DesignationClaim {
    Handle handle;
    Role role = Role::focal_point;
    DeviceKeys keys;
    std::optional<std::int64_t> from;          // valid when from <= leaf time < until
    std::optional<std::int64_t> until;
    std::optional<EntryId> replaces;           // the person's current designation
};

struct CircleClaim {
    enum class Action { create, join, leave };
    Circle circle;                             // a group
    Action action = Action::create;
    bool history = true;                       // `create` only: does the past travel with each new epoch
};

struct RotationClaim {
    Circle circle;
    std::uint64_t epoch = 0;
    crypto::age::HybridRecipient key;
    bool history = true;
};

struct GrantClaim {
    Circle circle;
    std::vector<std::uint64_t> epochs;         // ascending
};

struct AccessClaim {
    AccessList list;
    std::optional<EntryId> replaces;
};

struct SettingsClaim {
    SettingValues values;
    bool founding_closed = false;
    EntryId replaces{};                        // genesis or the last settings entry
};

using Claim = std::variant<GenesisClaim, MemberClaim, DesignationClaim, CircleClaim, RotationClaim, GrantClaim, AccessClaim,
                           SettingsClaim>;

// The claim of a governing header. Errors: malformed_claim, unknown_kind, role_unsupported.
std::expected<Claim, std::error_code> parse_claim(const Header& header);
Json claim_json(const Claim& claim);

}  // namespace protocol
