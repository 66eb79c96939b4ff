#include <utility>

#include "protocol/claims/codec.hpp"
#include "protocol/limits.hpp"

namespace protocol::codec {
namespace {

Json write_action(const RecoveryMake& make) {
    Json out = {{"action", "make"}, {"keys", recovery_keys_json(make.keys)}, {"holders", names_json(make.holders)}};
    if (make.replaces) out["replaces"] = id_text(*make.replaces);
    return out;
}

Json write_action(const RecoveryUse& use) {
    Json out = {{"action", "use"}, {"recovery", id_text(use.recovery)}, {"proof", crypto::base64_encode(use.proof.bytes)}};
    if (use.keys) out["keys"] = device_keys_json(*use.keys);
    return out;
}

Json write_action(const RecoveryEnd& end) { return {{"action", "end"}, {"replaces", id_text(end.replaces)}}; }

RecoveryMake read_make(Fields& fields) {
    const auto keys = parse_recovery_keys(fields.object("keys"));
    if (!keys) fields.fail();
    return {.keys = keys.value_or(RecoveryKeys{}), .holders = ascending(fields, "holders", limits::holders_max, Handle::parse),
            .replaces = optional_hex<32>(fields, "replaces")};
}

RecoveryUse read_use(Fields& fields) {
    RecoveryUse use{.recovery = fields.hex<32>("recovery"), .keys = {}, .proof = {fields.base64<64>("proof")}};
    if (!fields.has("keys")) return use;
    use.keys = parse_device_keys(fields.object("keys"));
    if (!use.keys) fields.fail();
    return use;
}

}  // namespace

Json write(const RecoveryClaim& claim) {
    Json out = std::visit([](const auto& action) { return write_action(action); }, claim.action);
    out["member"] = claim.member.text();
    return out;
}

template <> std::optional<RecoveryClaim> read(const Json& value) {
    Fields fields(value);
    const auto member = fields.parsed("member", Member::parse);
    const auto action = fields.text("action");
    if (!member || member->is_dmr()) return std::nullopt;
    RecoveryClaim claim{.member = *member, .action = RecoveryEnd{}};
    if (action == "make") claim.action = read_make(fields);
    else if (action == "use") claim.action = read_use(fields);
    else if (action == "end") claim.action = RecoveryEnd{.replaces = fields.hex<32>("replaces")};
    else return std::nullopt;
    if (!fields.done()) return std::nullopt;
    return claim;
}

}  // namespace protocol::codec

namespace protocol {

std::string recovery_line(const NetworkId& network, const EntryId& recovery, const Handle& handle, const KeyId& key) {
    return canonical({{"handle", handle.text()}, {"key", key.text()}, {"network", id_text(network)},
                      {"recovery", id_text(recovery)}});
}

}  // namespace protocol
