// Public keys as claims carry them.
#pragma once

#include <optional>

#include "crypto/age/recipient.hpp"
#include "crypto/tls_identity.hpp"
#include "protocol/canonical_json.hpp"
#include "protocol/names.hpp"

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

// The public half of a state's recovery sheet: it signs and opens, and never connects.
struct RecoveryKeys {
    crypto::VerifyKey sign;
    crypto::age::HybridRecipient age;
    bool operator==(const RecoveryKeys&) const = default;
};
Json recovery_keys_json(const RecoveryKeys& keys);
std::optional<RecoveryKeys> parse_recovery_keys(const Json& value);

}  // namespace protocol
