#include "protocol/invitation.hpp"

#include <algorithm>

#include "protocol/fields.hpp"
#include "protocol/limits.hpp"

namespace protocol {
namespace {

constexpr std::string_view invitation_signature_word = "ed25519 ";
constexpr std::string_view secret_word = "secret ";
constexpr std::string_view device_word = "device";

std::string invitation_line(const Invitation& invitation) {
    Json out = {{"v", 1},
                {"network", id_text(invitation.network)},
                {"gateway", invitation.gateway},
                {"inviter", invitation.inviter.text()},
                {"inviter_key", crypto::base64_encode(invitation.inviter_key.bytes)},
                {"handle", invitation.handle.text()},
                {"member", invitation.handle.member().text()},
                {"role", role_name(invitation.role)},
                {"expires", invitation.expires},
                {"token", crypto::hex_encode(invitation.token)},
                {"network_epoch", invitation.network_epoch},
                {"network_key", crypto::base64_encode(invitation.network_key.bytes)}};
    for (const auto& pin : invitation.pins) out["pins"].push_back(crypto::hex_encode(pin));
    if (invitation.founds_epoch > 0) out["founds_epoch"] = invitation.founds_epoch;
    if (invitation.purpose == Purpose::device) out["purpose"] = device_word;
    return canonical(out);
}

// `purpose` is written only for a device, which is invited by its own person and founds nothing.
bool read_purpose(Fields& fields, Invitation& invitation) {
    if (!fields.has("purpose")) return invitation.inviter != invitation.handle;
    invitation.purpose = Purpose::device;
    return fields.text("purpose") == device_word && invitation.inviter == invitation.handle && invitation.founds_epoch == 0;
}

std::optional<Invitation> read_invitation(std::string_view line) {
    const auto json = parse_canonical(line, limits::invitation_bytes_max);
    if (!json) return std::nullopt;
    Fields fields(*json);
    if (fields.integer("v", 1) != 1) return std::nullopt;
    const auto inviter = fields.parsed("inviter", Handle::parse);
    const auto handle = fields.parsed("handle", Handle::parse);
    const auto member = fields.parsed("member", Member::parse);
    const auto role = fields.parsed("role", parse_role);
    if (!inviter || !handle || !member || !role || *member != handle->member()) return std::nullopt;
    Invitation out{.purpose = Purpose::person,
                   .network = fields.hex<32>("network"),
                   .gateway = fields.text("gateway"),
                   .pins = {},
                   .inviter = *inviter,
                   .inviter_key = {fields.base64<32>("inviter_key")},
                   .handle = *handle,
                   .role = *role,
                   .expires = static_cast<std::int64_t>(fields.integer("expires", limits::integer_max)),
                   .token = fields.hex<32>("token"),
                   .network_epoch = fields.integer("network_epoch", limits::epoch_max),
                   .network_key = {fields.base64<1216>("network_key")},
                   .founds_epoch = 0};
    if (fields.has("founds_epoch")) {
        out.founds_epoch = fields.integer("founds_epoch", limits::epoch_max);
        if (out.founds_epoch == 0) return std::nullopt;
    }
    for (const Json& item : fields.array("pins", 2)) {
        const auto pin = item.is_string() ? crypto::fixed<32>(crypto::hex_decode(item.get<std::string>())) : std::nullopt;
        if (!pin) return std::nullopt;
        out.pins.push_back(*pin);
    }
    if (!read_purpose(fields, out) || !fields.done() || out.gateway.empty() || out.network_epoch == 0) return std::nullopt;
    return out;
}

template <class SecretType>
SecretType derive(const InvitationSecret& secret, std::string_view info) {
    const auto bytes = crypto::hkdf_sha256(secret.expose(), {}, info, SecretType::bytes_count);
    return SecretType(std::span<const std::uint8_t, SecretType::bytes_count>(bytes));
}

std::unexpected<std::error_code> invalid_invitation() { return std::unexpected(make_error_code(errc::invitation_invalid)); }

}  // namespace

Circle Invitation::founded_circle() const {
    const bool holds_member_circle = role == Role::officer || role == Role::focal_point;
    return holds_member_circle ? Circle::of(handle.member()) : Circle::of(handle);
}

EnrolmentToken token_of(const InvitationSecret& secret) { return derive<EnrolmentToken>(secret, "nfp-invitation-token-v1"); }
EnrolmentMacKey mac_key_of(const InvitationSecret& secret) { return derive<EnrolmentMacKey>(secret, "nfp-invitation-mac-v1"); }
crypto::Digest token_hash(const EnrolmentToken& token) { return crypto::sha256(token.expose()); }

std::string sign_invitation(const Invitation& invitation, const crypto::SigningKey& key) {
    const std::string line = invitation_line(invitation);
    const auto signature = key.sign(crypto::Context::invitation, crypto::as_bytes(line));
    return line + "\n" + std::string(invitation_signature_word) + crypto::base64_encode(signature.bytes) + "\n";
}

std::expected<Invitation, std::error_code> open_invitation(std::string_view signed_part) {
    const auto line_end = signed_part.find('\n');
    if (signed_part.size() > limits::invitation_bytes_max || line_end == std::string_view::npos) return invalid_invitation();
    auto rest = signed_part.substr(line_end + 1);
    if (!rest.starts_with(invitation_signature_word) || !rest.ends_with('\n')) return invalid_invitation();
    rest = rest.substr(invitation_signature_word.size(), rest.size() - invitation_signature_word.size() - 1);
    const auto signature = crypto::fixed<64>(crypto::base64_decode(rest));
    auto invitation = read_invitation(signed_part.substr(0, line_end));
    if (!signature || !invitation) return invalid_invitation();
    const auto message = crypto::as_bytes(signed_part.substr(0, line_end));
    if (!crypto::verify(invitation->inviter_key, crypto::Context::invitation, message, {*signature})) return invalid_invitation();
    return std::move(*invitation);
}

std::string invitation_file(std::string_view signed_part, const InvitationSecret& secret) {
    return std::string(signed_part) + std::string(secret_word) + crypto::base64_encode(secret.expose()) + "\n";
}

std::expected<InvitationFile, std::error_code> parse_invitation_file(std::string_view text) {
    const auto at = text.rfind(std::string("\n") + std::string(secret_word));
    if (text.size() > limits::invitation_bytes_max || at == std::string_view::npos || !text.ends_with('\n'))
        return invalid_invitation();
    const auto secret_text = text.substr(at + 1 + secret_word.size(), text.size() - at - 2 - secret_word.size());
    const auto secret = crypto::fixed<32>(crypto::base64_decode(secret_text));
    const auto signed_part = text.substr(0, at + 1);
    auto invitation = open_invitation(signed_part);
    if (!secret || !invitation) return invalid_invitation();
    InvitationFile file{.signed_part = std::string(signed_part), .invitation = std::move(*invitation),
                        .secret = InvitationSecret(std::span<const std::uint8_t, 32>(*secret))};
    if (token_hash(token_of(file.secret)) != file.invitation.token) return invalid_invitation();
    return file;
}

}  // namespace protocol
