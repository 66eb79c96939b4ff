#include "protocol/claims/device_keys.hpp"

#include "protocol/fields.hpp"

namespace protocol {

Json device_keys_json(const DeviceKeys& keys) {
    return {{"sign", crypto::base64_encode(keys.sign.bytes)},
            {"age", crypto::base64_encode(keys.age.bytes)},
            {"tls", crypto::hex_encode(keys.tls)}};
}

std::optional<DeviceKeys> parse_device_keys(const Json& value) {
    Fields fields(value);
    DeviceKeys keys;
    keys.sign.bytes = fields.base64<32>("sign");
    keys.age.bytes = fields.base64<1216>("age");
    keys.tls = fields.hex<32>("tls");
    if (!fields.done()) return std::nullopt;
    return keys;
}

Json recovery_keys_json(const RecoveryKeys& keys) {
    return {{"sign", crypto::base64_encode(keys.sign.bytes)}, {"age", crypto::base64_encode(keys.age.bytes)}};
}

std::optional<RecoveryKeys> parse_recovery_keys(const Json& value) {
    Fields fields(value);
    RecoveryKeys keys;
    keys.sign.bytes = fields.base64<32>("sign");
    keys.age.bytes = fields.base64<1216>("age");
    if (!fields.done()) return std::nullopt;
    return keys;
}

}  // namespace protocol
