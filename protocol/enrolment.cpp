#include "protocol/enrolment.hpp"

#include "protocol/entry.hpp"
#include "protocol/fields.hpp"
#include "protocol/json_depth.hpp"
#include "protocol/kinds.hpp"
#include "protocol/limits.hpp"

namespace protocol {
namespace {

std::optional<crypto::Bytes> read_bytes(Fields& fields, std::string_view key) {
    return fields.parsed(key, crypto::base64_decode);
}

Json enrolment_object(const Enrolment& enrolment) {
    Json out = {{"invitation", enrolment.invitation},
                {"keys", device_keys_json(enrolment.keys)},
                {"mac", crypto::base64_encode(enrolment.mac)},
                {"signature", crypto::base64_encode(enrolment.signature.bytes)}};
    if (!enrolment.contact.empty()) out["contact"] = crypto::base64_encode(enrolment.contact);
    if (enrolment.proof) out["proof"] = crypto::base64_encode(enrolment.proof->bytes);
    if (enrolment.rotation) out["rotation"] = crypto::base64_encode(*enrolment.rotation);
    return out;
}

std::optional<Enrolment> read_enrolment(const Json& value) {
    Fields fields(value);
    Enrolment out{.invitation = fields.text("invitation"), .keys = {}, .mac = fields.base64<32>("mac"),
                  .signature = {fields.base64<64>("signature")}, .contact = {}, .rotation = {}, .proof = {}};
    const auto keys = parse_device_keys(fields.object("keys"));
    if (fields.has("contact")) {
        out.contact = read_bytes(fields, "contact").value_or(crypto::Bytes{});
        if (out.contact.empty()) return std::nullopt;
    }
    if (fields.has("proof")) out.proof = crypto::Signature{fields.base64<64>("proof")};
    if (fields.has("rotation")) out.rotation = read_bytes(fields, "rotation");
    if (!keys || !fields.done()) return std::nullopt;
    out.keys = *keys;
    return out;
}

std::optional<Json> parse_bounded(std::string_view json, std::size_t bytes_max) {
    if (json.size() > bytes_max || !is_shallow_json(json, limits::header_depth_max)) return std::nullopt;
    Json value = Json::parse(json, nullptr, false);
    if (!value.is_object() || value.dump() != json) return std::nullopt;  // no duplicate keys, no other spellings
    return value;
}

std::optional<EnrolmentToken> read_token(Fields& fields, std::string_view key) {
    const auto bytes = fields.base64<32>(key);
    if (fields.failed()) return std::nullopt;
    return EnrolmentToken(std::span<const std::uint8_t, 32>(bytes));
}

constexpr auto enrolment_invalid = [] { return std::unexpected(make_error_code(errc::enrolment_invalid)); };

// Without what persons or devices add.
Enrolment bare_enrolment(const InvitationFile& invitation, const DeviceKeys& keys, const crypto::SigningKey& key) {
    const std::string line = enrolment_line(invitation.invitation, keys);
    return {.invitation = invitation.signed_part,
            .keys = keys,
            .mac = crypto::hmac_sha256(mac_key_of(invitation.secret).expose(), crypto::as_bytes(line)),
            .signature = key.sign(crypto::Context::enrolment, crypto::as_bytes(line)),
            .contact = {},
            .rotation = {},
            .proof = {}};
}

bool is_founding_rotation(crypto::ByteView bytes, const Invitation& invitation, const DeviceKeys& keys) {
    const auto entry = parse_entry(bytes);
    if (!entry || entry->header.kind != rule_of(Kind::rotation).name || entry->header.author != invitation.handle ||
        entry->header.key != KeyId::of(keys.sign) || entry->header.network != invitation.network ||
        !verify_signature(*entry, keys.sign))
        return false;
    const auto claim = parse_claim(entry->header);
    if (!claim) return false;
    const auto& rotation = std::get<RotationClaim>(*claim);
    return rotation.circle == invitation.founded_circle() && rotation.epoch == invitation.founds_epoch;
}

bool is_persons(const Enrolment& enrolment, const Invitation& invitation) {
    if (enrolment.contact.empty() || enrolment.proof || enrolment.rotation.has_value() != (invitation.founds_epoch > 0))
        return false;
    return !enrolment.rotation || is_founding_rotation(*enrolment.rotation, invitation, enrolment.keys);
}

bool is_devices(const Enrolment& enrolment, const Invitation& invitation) {
    if (!enrolment.contact.empty() || enrolment.rotation || !enrolment.proof) return false;
    const auto statement = device_line(invitation.network, invitation.handle, enrolment.keys);
    return crypto::verify(enrolment.keys.sign, crypto::Context::device, crypto::as_bytes(statement), *enrolment.proof);
}

}  // namespace

std::string enrolment_line(const Invitation& invitation, const DeviceKeys& keys) {
    Json out = {{"network", id_text(invitation.network)},
                {"inviter_key", crypto::base64_encode(invitation.inviter_key.bytes)},
                {"handle", invitation.handle.text()},
                {"role", role_name(invitation.role)},
                {"keys", device_keys_json(keys)}};
    for (const auto& pin : invitation.pins) out["pins"].push_back(crypto::hex_encode(pin));
    return canonical(out);
}

Enrolment make_enrolment(const InvitationFile& invitation, const DeviceKeys& keys, const crypto::SigningKey& key,
                         crypto::Bytes contact, std::optional<crypto::Bytes> rotation) {
    auto enrolment = bare_enrolment(invitation, keys, key);
    enrolment.contact = std::move(contact);
    enrolment.rotation = std::move(rotation);
    return enrolment;
}

Enrolment make_device_enrolment(const InvitationFile& invitation, const DeviceKeys& keys, const crypto::SigningKey& key) {
    auto enrolment = bare_enrolment(invitation, keys, key);
    const auto statement = device_line(invitation.invitation.network, invitation.invitation.handle, keys);
    enrolment.proof = key.sign(crypto::Context::device, crypto::as_bytes(statement));
    return enrolment;
}

std::string enrolment_json(const Enrolment& enrolment) { return enrolment_object(enrolment).dump(); }

std::expected<Enrolment, std::error_code> parse_enrolment(std::string_view json) {
    const auto value = parse_bounded(json, limits::enrolment_bytes_max);
    auto enrolment = value ? read_enrolment(*value) : std::nullopt;
    if (!enrolment) return enrolment_invalid();
    return std::move(*enrolment);
}

std::expected<Invitation, std::error_code> check_enrolment(const Enrolment& enrolment) {
    auto invitation = open_invitation(enrolment.invitation);
    if (!invitation) return std::unexpected(invitation.error());
    const std::string line = enrolment_line(*invitation, enrolment.keys);
    if (!crypto::verify(enrolment.keys.sign, crypto::Context::enrolment, crypto::as_bytes(line), enrolment.signature))
        return enrolment_invalid();
    const bool fits =
        invitation->purpose == Purpose::device ? is_devices(enrolment, *invitation) : is_persons(enrolment, *invitation);
    if (!fits) return enrolment_invalid();
    return std::move(*invitation);
}

bool check_mac(const Enrolment& enrolment, const Invitation& invitation, const EnrolmentMacKey& key) {
    const auto mac = crypto::hmac_sha256(key.expose(), crypto::as_bytes(enrolment_line(invitation, enrolment.keys)));
    return crypto::equal_constant_time(mac, enrolment.mac);
}

std::string enrolment_call_json(const Enrolment& enrolment, const EnrolmentToken& token) {
    return Json{{"enrolment", enrolment_object(enrolment)}, {"token", crypto::base64_encode(token.expose())}}.dump();
}

std::expected<EnrolmentCall, std::error_code> parse_enrolment_call(std::string_view json) {
    const auto value = parse_bounded(json, limits::enrolment_bytes_max);
    if (!value) return enrolment_invalid();
    Fields fields(*value);
    auto enrolment = read_enrolment(fields.object("enrolment"));
    auto token = read_token(fields, "token");
    if (!enrolment || !token || !fields.done()) return enrolment_invalid();
    return EnrolmentCall{.enrolment = std::move(*enrolment), .token = std::move(*token)};
}

std::string founding_call_json(const EnrolmentToken& token, const std::vector<crypto::Bytes>& entries) {
    Json list = Json::array();
    for (const auto& entry : entries) list.push_back(crypto::base64_encode(entry));
    return Json{{"founding_token", crypto::base64_encode(token.expose())}, {"entries", std::move(list)}}.dump();
}

std::expected<FoundingCall, std::error_code> parse_founding_call(std::string_view json) {
    const auto value = parse_bounded(json, limits::batch_bytes_max);
    if (!value) return enrolment_invalid();
    Fields fields(*value);
    auto token = read_token(fields, "founding_token");
    if (!token) return enrolment_invalid();
    FoundingCall call{.token = std::move(*token), .entries = {}};
    for (const Json& item : fields.array("entries", limits::batch_entries_max)) {
        auto entry = item.is_string() ? crypto::base64_decode(item.get<std::string>()) : std::nullopt;
        if (!entry) return enrolment_invalid();
        call.entries.push_back(std::move(*entry));
    }
    if (!fields.done()) return enrolment_invalid();
    return call;
}

bool is_founding_call(std::string_view json) { return json.starts_with("{\"entries\":"); }

std::string recovery_call_json(crypto::ByteView entry) { return Json{{"recovery", crypto::base64_encode(entry)}}.dump(); }

std::expected<crypto::Bytes, std::error_code> parse_recovery_call(std::string_view json) {
    const auto value = parse_bounded(json, limits::enrolment_bytes_max);
    if (!value) return enrolment_invalid();
    Fields fields(*value);
    auto entry = read_bytes(fields, "recovery");
    if (!entry || !fields.done()) return enrolment_invalid();
    return std::move(*entry);
}

bool is_recovery_call(std::string_view json) { return json.starts_with("{\"recovery\":"); }

}  // namespace protocol
