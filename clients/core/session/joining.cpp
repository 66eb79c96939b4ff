#include "clients/core/session/joining.hpp"

#include "clients/core/session/marked.hpp"
#include "clients/core/session/sealing.hpp"
#include "clients/core/session/upkeep.hpp"
#include "crypto/age/open.hpp"
#include "crypto/age/seal.hpp"
#include "crypto/encoding.hpp"
#include "crypto/padme.hpp"
#include "crypto/random.hpp"
#include "protocol/limits.hpp"

namespace clients {

using namespace protocol;

namespace {

constexpr std::string_view pending_value = "pending-invitation";
constexpr std::string_view enrolment_value = "pending-enrolment";
constexpr std::string_view invited_pins_value = "invited-pins";   // which the safety words cover; the gateway's may change
constexpr std::size_t pin_hex_characters = 2 * sizeof(Pins::value_type);

std::string invitation_value(const Handle& handle) { return "invitation:" + handle.text(); }

std::string pins_text(const Pins& pins) {
    std::string out;
    for (const auto& pin : pins) out += crypto::hex_encode(pin);
    return out;
}

crypto::SafetyWords words_of(const Invitation& invitation, const DeviceKeys& keys) {
    return crypto::safety_words(crypto::as_bytes(enrolment_line(invitation, keys)));
}

std::expected<void, Failure> submit_enrolment(Session& session, const Enrolment& enrolment, const EnrolmentToken& token) {
    auto anonymous = session.anonymous_gateway();
    if (!anonymous) return std::unexpected(anonymous.error());
    return anonymous->enrol(enrolment, token);
}

// What was made to join with, until it is known to have been approved. Sealed by ourselves: anything else is a bug, and throws.
struct Pending {
    InvitationFile file;
    Enrolment enrolment;
};
std::optional<Pending> load_pending(Session& session) {
    const auto file_text = session.store().value(pending_value);
    const auto enrolment_text = session.store().value(enrolment_value);
    if (!file_text || !enrolment_text || !session.joined()) return std::nullopt;
    return Pending{.file = std::move(parse_invitation_file(crypto::as_text(*file_text)).value()),
                   .enrolment = std::move(parse_enrolment(crypto::as_text(*enrolment_text)).value())};
}

void forget_pending(Session& session) {
    session.store().transaction([&] {
        session.store().erase_value(pending_value);
        session.store().erase_value(enrolment_value);
    });
}

// Do they hold no member's circle, but one of their own?
bool reads_only(Role role) { return role != Role::officer && role != Role::focal_point; }

// May this person invite for that role? Officers all that fits the member; a focal point those who are for both to decide.
bool may_invite(const Person& me, const InvitationOrder& order) {
    if (me.role == Role::officer) return true;
    const bool both_decide =
        order.role == Role::focal_point || order.role == Role::national_reader || order.role == Role::agent;
    return me.role == Role::focal_point && both_decide && order.handle.member() == me.handle.member();
}

// May that person come in now, alone or with somebody's consent? The same that judge() will say of the designation.
std::error_code check_seat(const NetworkState& state, const InvitationOrder& order, std::int64_t now) {
    const Member member = order.handle.member();
    const bool of_secretariat = order.role == Role::officer || (order.role == Role::expert && member.is_dmr());
    if (of_secretariat != member.is_dmr() || !state.is_member(member, now)) return errc::not_authorised;
    if (state.find_person(order.handle)) return errc::already_exists;
    const bool alone = order.role == Role::focal_point || order.role == Role::expert;
    // nobody there to give it
    if (!alone && !member.is_dmr() && state.seated(member, now).empty()) return errc::consent_required;
    return {};
}

// Will this person found a circle: their state's, because nobody is there, or their own?
bool founds(const NetworkState& state, const Handle& handle, Role role, std::int64_t now) {
    return reads_only(role) || (role == Role::focal_point && state.seated(handle.member(), now).empty());
}

}  // namespace

std::optional<Pins> invited_pins(Session& session) {
    const auto kept = session.store().value(invited_pins_value);
    if (!kept) return std::nullopt;
    Pins out;
    for (auto text = crypto::as_text(*kept); text.size() >= pin_hex_characters; text.remove_prefix(pin_hex_characters)) {
        const auto pin = crypto::fixed<32>(crypto::hex_decode(text.substr(0, pin_hex_characters)));
        if (!pin) return std::nullopt;
        out.push_back(*pin);
    }
    return out;
}

std::expected<std::string, Failure> invite(Session& session, const InvitationOrder& order) {
    const NetworkState& state = session.state();
    const std::int64_t now = unix_now();
    const Person* me = state.find_active(session.identity().handle, now);
    if (!me || !may_invite(*me, order)) return fail(errc::not_authorised, order.handle.text());
    if (const auto error = check_seat(state, order, now)) return fail(error, order.handle.text());

    const CircleState& network = *state.find_circle(Circle::network());
    const auto secret = crypto::random_secret<InvitationSecret>();
    const Identity& identity = session.identity();
    Invitation invitation{.network = state.network(), .gateway = identity.gateway, .pins = state.pins(register_now(session)),
                          .inviter = identity.handle,
                          .inviter_key = identity.sign.verify_key(), .handle = order.handle, .role = order.role,
                          .expires = now + order.valid_s, .token = token_hash(token_of(secret)),
                          .network_epoch = network.current(), .network_key = network.epochs.at(network.current()).key,
                          .founds_epoch = 0};
    if (founds(state, order.handle, order.role, now)) {
        const CircleState* circle = state.find_circle(invitation.founded_circle());
        invitation.founds_epoch = (circle ? circle->current() : 0) + 1;
    }
    std::string file = invitation_file(sign_invitation(invitation, identity.sign), secret);
    session.store().put_value(invitation_value(order.handle), crypto::to_secret(file));
    return file;
}

std::expected<crypto::SafetyWords, Failure> join(Session& session, const InvitationFile& file, const Contact& contact,
                                                 Reach reach) {
    const Invitation& invitation = file.invitation;
    if (invitation.expires <= unix_now()) return fail(errc::invitation_expired);
    auto identity = Identity::generate(invitation.handle, invitation.gateway, invitation.pins);
    identity.network = invitation.network;

    // Padded like every body: the length of a name is nobody's business at the gateway.
    SecretString contact_text = contact_json(contact).dump();
    contact_text.resize(crypto::padme(contact_text.size(), limits::body_floor_bytes), ' ');
    const auto sealed = crypto::age::seal(std::vector{invitation.network_key}, crypto::as_bytes(contact_text));
    if (!sealed) return fail(sealed.error());

    Keyring made;
    std::optional<crypto::Bytes> rotation;
    if (invitation.founds_epoch > 0) {
        const Circle circle = invitation.founded_circle();
        auto secret = crypto::age::HybridIdentity::generate();
        const RotationClaim claim{.circle = circle, .epoch = invitation.founds_epoch, .key = secret.recipient(), .history = true};
        const Header header{.kind = std::string(rule_of(Kind::rotation).name), .network = invitation.network,
                            .author = identity.handle, .key = identity.key_id(), .audience = {identity.key_id()}, .refs = {},
                            .body = {}, .blobs = {}, .time = unix_now(), .nonce = crypto::random_array<16>(), .seen = {},
                            .claim = claim_json(claim)};
        made.add({circle, invitation.founds_epoch}, std::move(secret));
        const auto entry =
            seal_entry(header, made.hand_over(circle, {invitation.founds_epoch}), {identity.age.recipient()}, identity.sign);
        if (!entry) return fail(entry.error());
        rotation = entry_bytes(*entry);
    }
    const auto keys = identity.public_keys();
    const auto enrolment = make_enrolment(file, keys, identity.sign, *sealed, std::move(rotation));

    // Keys and enrolment are durable before the gateway hears of them: what it has taken can always be repeated.
    session.adopt(std::move(identity), std::move(made));
    if (const auto enrolled = enrol(session, file, enrolment, reach); !enrolled) return std::unexpected(enrolled.error());
    return words_of(invitation, keys);
}

std::expected<void, Failure> enrol(Session& session, const InvitationFile& file, const Enrolment& enrolment, Reach reach) {
    session.store().transaction([&] {
        session.store().put_value(pending_value, crypto::to_secret(invitation_file(file.signed_part, file.secret)));
        session.store().put_value(enrolment_value, crypto::to_secret(enrolment_json(enrolment)));
        session.store().put_value(invited_pins_value, crypto::to_secret(pins_text(file.invitation.pins)));
    });
    if (reach == Reach::gateway) return submit_enrolment(session, enrolment, token_of(file.secret));
    return {};
}

std::expected<std::optional<crypto::SafetyWords>, Failure> resume_join(Session& session, Reach reach) {
    const auto pending = load_pending(session);
    if (!pending) return std::nullopt;
    if (reach == Reach::gateway)
        if (const auto enrolled = submit_enrolment(session, pending->enrolment, token_of(pending->file.secret)); !enrolled)
            return std::unexpected(enrolled.error());
    return words_of(pending->file.invitation, session.identity().public_keys());
}

std::optional<std::string> waiting_enrolment(Session& session) {
    const auto pending = load_pending(session);
    if (!pending) return std::nullopt;
    return enrolment_call_json(pending->enrolment, token_of(pending->file.secret));
}

void note_admission(Session& session) {
    const Person* me = session.joined() ? session.state().find_person(session.identity().handle) : nullptr;
    if (me && me->devices.contains(session.identity().key_id())) forget_pending(session);
}

std::expected<void, Failure> check_admission(Session& session) {
    const auto text = session.store().value(pending_value);
    if (!text) return {};
    const auto file = parse_invitation_file(crypto::as_text(*text));
    if (!file) return fail(file.error());
    auto anonymous = session.anonymous_gateway();
    if (!anonymous) return std::unexpected(anonymous.error());
    const auto token = token_of(file->secret);
    const auto status = anonymous->enrolment(session.identity().handle, &token);
    if (!status) return std::unexpected(status.error());
    if (status->status != "approved") return fail(session_errc::not_admitted);
    forget_pending(session);
    return {};
}

std::expected<Candidate, Failure> candidate(Session& session, const Handle& handle) {
    const auto kept = session.store().value(invitation_value(handle));
    const auto file =
        kept ? parse_invitation_file(crypto::as_text(*kept)) : std::unexpected(make_error_code(errc::invitation_invalid));
    if (!file) return fail(session_errc::not_invited, handle.text());
    const auto client = session.gateway();
    if (!client) return std::unexpected(client.error());
    auto status = (*client)->enrolment(handle, nullptr);
    if (!status) return std::unexpected(status.error());
    if (status->status == "approved") return fail(errc::already_exists, handle.text());
    if (!status->enrolment) return fail(errc::enrolment_invalid, handle.text());

    // Everything that the gateway could have changed is covered by the MAC, whose key it never had.
    const auto invitation = check_enrolment(*status->enrolment);
    if (!invitation) return fail(invitation.error(), handle.text());
    if (status->enrolment->invitation != file->signed_part ||
        !check_mac(*status->enrolment, *invitation, mac_key_of(file->secret)))
        return fail(errc::enrolment_invalid, handle.text());
    const auto* secret = session.keyring().find({Circle::network(), invitation->network_epoch});
    if (!secret) return fail(session_errc::no_secret, "network");
    const auto opened = crypto::age::open_stanza(*secret, 0, status->enrolment->contact);
    if (!opened) return fail(opened.error(), handle.text());
    const auto json = parse_secret(*opened);
    const auto contact = json ? parse_contact(*json) : std::nullopt;
    if (!contact) return fail(errc::enrolment_invalid, handle.text());
    return Candidate{.invitation = *invitation, .enrolment = std::move(*status->enrolment), .contact = *contact,
                     .second_uses = status->second_uses};
}

std::expected<Approved, Failure> approve(Session& session, const Candidate& candidate, std::string_view typed_words,
                                     std::optional<std::int64_t> until) {
    const auto typed = crypto::parse_safety_words(typed_words);
    if (!typed || *typed != words_of(candidate.invitation, candidate.enrolment.keys)) return fail(session_errc::words_mismatch);

    auto composer = session.compose();
    if (!composer) return std::unexpected(composer.error());
    const Handle& handle = candidate.invitation.handle;
    const Member member = handle.member();
    const DesignationClaim designation{.handle = handle, .role = candidate.invitation.role, .keys = candidate.enrolment.keys,
                                       .from = {}, .until = until, .replaces = {}};
    if (const auto error = composer->add({.kind = Kind::designation, .to = {Circle::network()}, .devices = {}, .refs = {},
                                          .claim = designation, .content = contact_json(candidate.contact)}))
        return fail(error, "designation");
    const bool by_officer = session.identity().handle.member().is_dmr();
    if (by_officer && !session.state().members().at(member).lists.contains(ListSide::dmr)) {
        const AccessClaim access{.list = default_access_list(member), .replaces = {}};
        if (const auto error =
                composer->add({.kind = Kind::access, .to = {}, .devices = {}, .refs = {}, .claim = access, .content = {}}))
            return fail(error, "access");
    }
    const bool proposed = composer->state().proposals().contains(composer->batch().front().id);
    if (!proposed && founds(session.state(), handle, designation.role, register_now(session))) {
        // The circle's secret was made on the new person's machine and is sealed to it alone: the DMR passes it on unread.
        auto rotation = candidate.enrolment.rotation ? parse_entry(*candidate.enrolment.rotation)
                                                     : std::unexpected(make_error_code(session_errc::invitation_outdated));
        if (!rotation) return fail(rotation.error(), handle.text());
        if (const auto error = composer->add(std::move(*rotation))) return fail(error, "rotation");
    }
    if (const auto error = composer->add_grants_to(member)) return fail(error, "grant");
    auto sent = session.send(*composer, nullptr);
    if (!sent) return std::unexpected(sent.error());
    session.store().erase_value(invitation_value(handle));
    // Their words have been compared here.
    mark(session.store(), Mark::confirmed, {sent->receipts.front().leaf.id});
    return Approved{.sent = std::move(*sent), .proposed = proposed};
}

}  // namespace clients
