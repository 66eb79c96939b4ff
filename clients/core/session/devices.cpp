#include "clients/core/session/devices.hpp"

#include <algorithm>

#include "clients/core/session/claims_walk.hpp"
#include "clients/core/session/joining.hpp"
#include "clients/core/session/upkeep.hpp"
#include "crypto/random.hpp"
#include "protocol/limits.hpp"

namespace clients {

using namespace protocol;

namespace {

constexpr std::string_view awaited_value = "device-invitation";

}  // namespace

std::expected<std::string, Failure> invite_device(Session& session, std::int64_t valid_s) {
    const NetworkState& state = session.state();
    const std::int64_t now = register_now(session);
    const Identity& identity = session.identity();
    const Person* me = state.find_active(identity.handle, now);
    if (!me || !me->devices.contains(identity.key_id())) return fail(errc::not_authorised);
    if (me->devices.size() >= protocol::limits::devices_max) return fail(errc::too_large);
    const CircleState& network = *state.find_circle(Circle::network());
    const auto secret = crypto::random_secret<InvitationSecret>();
    const Invitation invitation{.purpose = Purpose::device, .network = state.network(), .gateway = identity.gateway,
                                .pins = state.pins(now), .inviter = identity.handle,
                                .inviter_key = identity.sign.verify_key(), .handle = identity.handle, .role = me->role,
                                .expires = now + valid_s, .token = token_hash(token_of(secret)),
                                .network_epoch = network.current(), .network_key = network.epochs.at(network.current()).key,
                                .founds_epoch = 0};
    std::string file = invitation_file(sign_invitation(invitation, identity.sign), secret);
    session.store().put_value(awaited_value, crypto::to_secret(file));
    return file;
}

std::optional<InvitationFile> awaited_device(Session& session) {
    const auto kept = session.store().value(awaited_value);
    auto file = kept ? parse_invitation_file(crypto::as_text(*kept)) : std::unexpected(make_error_code(errc::invitation_invalid));
    if (!file || file->invitation.expires <= unix_now()) return std::nullopt;
    return std::move(*file);
}

std::expected<void, Failure> join_device(Session& session, const InvitationFile& file) {
    const Invitation& invitation = file.invitation;
    if (invitation.expires <= unix_now()) return fail(errc::invitation_expired);
    auto identity = Identity::generate(invitation.handle, invitation.gateway, invitation.pins);
    identity.network = invitation.network;
    const auto enrolment = make_device_enrolment(file, identity.public_keys(), identity.sign);
    session.adopt(std::move(identity), {});
    return enrol(session, file, enrolment);
}

std::expected<DeviceCandidate, Failure> device_candidate(Session& session, const InvitationFile& file) {
    const auto client = session.gateway();
    if (!client) return std::unexpected(client.error());
    auto status = (*client)->enrolment(file.invitation.handle, nullptr);
    if (!status && status.error().problem && status.error().problem->status == 404) return fail(session_errc::no_enrolment);
    if (!status) return std::unexpected(status.error());
    // Another invitation's: that of an earlier device, or of the person themself.
    if (!status->enrolment || status->enrolment->invitation != file.signed_part) return fail(session_errc::no_enrolment);
    const auto invitation = check_enrolment(*status->enrolment);
    if (!invitation) return fail(invitation.error());
    if (!check_mac(*status->enrolment, *invitation, mac_key_of(file.secret))) return fail(errc::enrolment_invalid);
    const KeyId key = KeyId::of(status->enrolment->keys.sign);
    return DeviceCandidate{.enrolment = std::move(*status->enrolment), .key = key, .second_uses = status->second_uses};
}

std::expected<Sent, Failure> approve_device(Session& session, const DeviceCandidate& candidate) {
    auto composer = session.compose();
    if (!composer) return std::unexpected(composer.error());
    const DeviceClaim claim{.keys = candidate.enrolment.keys, .proof = *candidate.enrolment.proof};   // check_enrolment saw to it
    if (const auto error =
            composer->add({.kind = Kind::device, .to = {}, .devices = {}, .refs = {}, .claim = claim, .content = {}}))
        return fail(error, "device");
    if (const auto error = composer->add_grants_to(candidate.key)) return fail(error, "grant");
    auto sent = session.send(*composer, nullptr);
    if (sent) session.store().erase_value(awaited_value);
    return sent;
}

std::vector<DeviceRow> device_rows(Session& session, const Handle& handle) {
    std::vector<DeviceRow> out;
    const Person* person = session.state().find_person(handle);
    if (!person) return out;
    each_claim(session, [&](const Header&, const Claim& claim, std::int64_t time) {
        const auto* keys = keys_in(claim);
        const auto key = keys ? std::optional(KeyId::of(keys->sign)) : std::nullopt;
        // A later designation of the same person names a device that is there already.
        if (!key || !person->devices.contains(*key) || std::ranges::find(out, *key, &DeviceRow::key) != out.end()) return true;
        const auto by = person->admitted_by.find(*key);
        out.push_back({.key = *key, .admitted_by = by == person->admitted_by.end() ? std::nullopt : std::optional(by->second),
                       .since = time, .mine = session.joined() && *key == session.identity().key_id()});
        return true;
    });
    return out;
}

}  // namespace clients
