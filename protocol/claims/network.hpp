// Claims about the network as a whole: its founding, members, lists, settings and gateway.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "crypto/note.hpp"
#include "protocol/access.hpp"
#include "protocol/claims/device_keys.hpp"

namespace protocol {

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

struct AccessClaim {
    AccessList list;
    std::optional<EntryId> replaces;
};

struct SettingsClaim {
    SettingValues values;
    bool founding_closed = false;
    EntryId replaces{};                        // genesis or the last settings entry
};

// The gateway's TLS keys change: in force 72 hours later, at once during the founding.
struct GatewayClaim {
    std::vector<crypto::tls::SpkiPin> pins;    // present, and next if there is one
    EntryId replaces{};                        // genesis or the last gateway entry
};

}  // namespace protocol
