#include "protocol/claims/people.hpp"

#include <algorithm>
#include <utility>

#include "protocol/claims/codec.hpp"
#include "protocol/limits.hpp"

namespace protocol::codec {

Json write(const DesignationClaim& claim) {
    Json out = {{"handle", claim.handle.text()}, {"role", role_name(claim.role)}, {"keys", device_keys_json(claim.keys)}};
    if (claim.from) out["from"] = *claim.from;
    if (claim.until) out["until"] = *claim.until;
    if (claim.replaces) out["replaces"] = id_text(*claim.replaces);
    return out;
}

template <> std::optional<DesignationClaim> read(const Json& value) {
    Fields fields(value);
    const auto handle = fields.parsed("handle", Handle::parse);
    const auto role = fields.parsed("role", parse_role);
    const auto keys = parse_device_keys(fields.object("keys"));
    if (!handle || !role || !keys) return std::nullopt;
    DesignationClaim claim{.handle = *handle, .role = *role, .keys = *keys,
                           .from = optional_time(fields, "from", limits::integer_max),
                           .until = optional_time(fields, "until", limits::integer_max),
                           .replaces = optional_hex<32>(fields, "replaces")};
    if (!fields.done() || (claim.from && claim.until && *claim.from >= *claim.until)) return std::nullopt;
    return claim;
}

Json write(const DeviceClaim& claim) {
    return {{"keys", device_keys_json(claim.keys)}, {"proof", crypto::base64_encode(claim.proof.bytes)}};
}

template <> std::optional<DeviceClaim> read(const Json& value) {
    Fields fields(value);
    const auto keys = parse_device_keys(fields.object("keys"));
    const auto proof = fields.base64<64>("proof");
    if (!keys || !fields.done()) return std::nullopt;
    return DeviceClaim{.keys = *keys, .proof = {proof}};
}

Json write(const RevocationClaim& claim) {
    Json out = {{"handle", claim.handle.text()}, {"reason", reason_name(claim.reason)}};
    if (claim.device) out["device"] = claim.device->text();
    if (!claim.keep.empty()) out["keep"] = names_json(claim.keep);
    return out;
}

template <> std::optional<RevocationClaim> read(const Json& value) {
    Fields fields(value);
    const auto handle = fields.parsed("handle", Handle::parse);
    const auto reason = fields.parsed("reason", parse_reason);
    if (!handle || !reason) return std::nullopt;
    RevocationClaim claim{.handle = *handle, .device = {}, .keep = {}, .reason = *reason};
    if (fields.has("device")) claim.device = fields.parsed("device", KeyId::parse);
    if (fields.has("keep")) claim.keep = ascending(fields, "keep", limits::devices_max, KeyId::parse);
    // Devices are kept from the fall of one of them, never from that of the person.
    if (!fields.done() || (!claim.device && !claim.keep.empty())) return std::nullopt;
    return claim;
}

Json write(const HandoverClaim& claim) { return {{"closes", names_json(claim.closes)}, {"opens", names_json(claim.opens)}}; }

template <> std::optional<HandoverClaim> read(const Json& value) {
    Fields fields(value);
    HandoverClaim claim{.closes = ascending(fields, "closes", limits::handover_max, Handle::parse),
                        .opens = ascending(fields, "opens", limits::handover_max, Handle::parse)};
    const bool both = std::ranges::any_of(claim.closes, [&](const Handle& handle) {
        return std::ranges::find(claim.opens, handle) != claim.opens.end();
    });
    if (!fields.done() || both) return std::nullopt;
    return claim;
}

Json write(const ConsentClaim& claim) { return {{"proposal", id_text(claim.proposal)}}; }

template <> std::optional<ConsentClaim> read(const Json& value) {
    Fields fields(value);
    const ConsentClaim claim{.proposal = fields.hex<32>("proposal")};
    if (!fields.done()) return std::nullopt;
    return claim;
}

}  // namespace protocol::codec

namespace protocol {

namespace {
constexpr auto reason_names = std::to_array<std::pair<RevocationReason, std::string_view>>({
    {RevocationReason::left, "left"},
    {RevocationReason::lost, "lost"},
    {RevocationReason::compromised, "compromised"},
    {RevocationReason::replaced, "replaced"},
    {RevocationReason::other, "other"},
});
}  // namespace

std::string_view reason_name(RevocationReason reason) noexcept {
    for (const auto& [value, name] : reason_names)
        if (value == reason) return name;
    return "unknown";
}

std::optional<RevocationReason> parse_reason(std::string_view text) noexcept {
    for (const auto& [value, name] : reason_names)
        if (name == text) return value;
    return std::nullopt;
}

std::string device_line(const NetworkId& network, const Handle& handle, const DeviceKeys& keys) {
    return canonical({{"handle", handle.text()}, {"keys", device_keys_json(keys)}, {"network", id_text(network)}});
}

}  // namespace protocol
