#include "protocol/enrolment.hpp"

#include <algorithm>

#include "crypto/age/format.hpp"
#include "crypto/encoding.hpp"
#include "gateway/api/calls.hpp"
#include "gateway/policy/enrolments.hpp"
#include "protocol/wire.hpp"

namespace gateway::api {
namespace {

Response answer_joining(const Outcome& outcome, Language language) {
    if (!outcome) return problem(outcome.error().why, language);
    return json(outcome->repeated ? 200 : 201, R"({"status":"pending"})");
}

Reply found(const Services& services, const Head& head, std::string_view text) {
    const auto call = protocol::parse_founding_call(text);
    if (!call) return problem(call.error(), head.language);
    if (!crypto::equal_constant_time(protocol::token_hash(call->token), services.published.identity().founding_token_hash))
        return problem(protocol::errc::token_mismatch, head.language);
    Founding founding;
    for (std::size_t i = 0; i < call->entries.size(); ++i) {
        auto entry = protocol::parse_entry(call->entries[i]);
        if (!entry) return problem(entry.error(), head.language, i);
        founding.entries.push_back(std::move(*entry));
    }
    return Pending{.job = std::move(founding), .answer = answer_submission};
}

// Is this an invitation that somebody designated now made for this gateway, and may they invite so?
std::error_code check_invitation(const Services& services, const protocol::Invitation& invitation) {
    using protocol::errc;
    const auto view = services.published.view();
    const auto now = services.published.now();
    const auto& state = *view->state;
    if (!state.founded()) return errc::not_founded;
    const auto* inviter = state.find_active(invitation.inviter, now);
    const auto device = protocol::KeyId::of(invitation.inviter_key);
    if (!inviter || !inviter->devices.contains(device) || !policy::may_invite(*inviter, invitation))
        return errc::invitation_invalid;
    if (invitation.network != state.network() || invitation.pins != state.pins(now)) return errc::invitation_invalid;
    if (now >= invitation.expires) return errc::invitation_expired;
    return {};
}

// Name and address come sealed or not at all.
bool is_sealed(const crypto::Bytes& contact) {
    const auto header = crypto::age::parse_header(contact);
    return header && crypto::age::is_hybrid_only(*header, 1);
}

Reply join(const Services& services, const Head& head, std::string_view text) {
    const auto call = protocol::parse_enrolment_call(text);
    if (!call) return problem(call.error(), head.language);
    const auto invitation = protocol::check_enrolment(call->enrolment);
    if (!invitation) return problem(invitation.error(), head.language);
    if (const auto error = check_invitation(services, *invitation)) return problem(error, head.language);
    if (!crypto::equal_constant_time(protocol::token_hash(call->token), invitation->token))
        return problem(protocol::errc::token_mismatch, head.language);
    if (invitation->purpose == protocol::Purpose::person && !is_sealed(call->enrolment.contact))
        return problem(protocol::errc::enrolment_invalid, head.language);
    return Pending{.job = Joining{.enrolment = {.token = invitation->token, .handle = invitation->handle, .second_uses = 0,
                                                .enrolment = protocol::enrolment_json(call->enrolment)},
                                  .purpose = invitation->purpose},
                   .answer = answer_joining};
}

// The register tells: the key stands in it from the approval on, for ever.
std::string status_word(const protocol::NetworkState& state, const store::StoredEnrolment& stored) {
    const auto enrolment = protocol::parse_enrolment(stored.enrolment);
    const bool approved = enrolment && state.owner_of(protocol::KeyId::of(enrolment->keys.sign));
    return approved ? "approved" : "pending";
}

const protocol::Person* designated_caller(const View& view, const Plan& plan, std::int64_t now) {
    return plan.caller ? find_caller(*view.state, *plan.caller, now) : nullptr;
}

bool may_see(const protocol::Person& reader, const store::StoredEnrolment& stored) {
    const auto enrolment = protocol::parse_enrolment(stored.enrolment);
    if (!enrolment) return false;
    const auto invitation = protocol::open_invitation(enrolment->invitation);
    return invitation && policy::may_see_enrolment(reader, *invitation);
}

// The newest that is the reader's to see; nothing when none is.
std::optional<Response> show_newest(const protocol::NetworkState& state, const protocol::Person& reader,
                                    std::vector<store::StoredEnrolment> stored) {
    std::erase_if(stored, [&](const auto& one) { return !may_see(reader, one); });
    if (stored.empty()) return std::nullopt;
    std::uint64_t second_uses = 0;
    for (const auto& one : stored) second_uses += one.second_uses;
    const protocol::Json out = {{"status", status_word(state, stored.back())},
                                {"enrolment", protocol::Json::parse(stored.back().enrolment)},
                                {"second_uses", second_uses}};
    return json(200, out.dump());
}

std::optional<crypto::Digest> bearer_token_hash(std::string_view authorization) {
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme)) return std::nullopt;
    const auto bytes = crypto::fixed<32>(crypto::base64_decode(authorization.substr(scheme.size())));
    if (!bytes) return std::nullopt;
    return protocol::token_hash(protocol::EnrolmentToken(std::span<const std::uint8_t, 32>(*bytes)));
}

}  // namespace

Reply enrol(const Services& services, const Head& head, const crypto::Bytes& body) {
    const auto text = crypto::as_text(body);
    if (protocol::is_founding_call(text)) return found(services, head, text);
    return protocol::is_recovery_call(text) ? recover(services, head, text) : join(services, head, text);
}

Response list_enrolments(const Services& services, const Plan& plan, const Head& head) {
    const auto view = services.published.view();
    const auto* caller = designated_caller(*view, plan, services.published.now());
    if (!caller || caller->role != protocol::Role::officer) return problem(errc::not_found, head.language);
    const auto snapshot = services.store.snapshot();
    protocol::Json pending = protocol::Json::array();
    for (const auto& handle : snapshot->enrolled())
        if (!view->state->find_person(handle)) pending.push_back(handle.text());
    return json(200, protocol::Json{{"pending", std::move(pending)}}.dump());
}

// For officers, and inside a member for who invited: the newest enrolment of the handle. For who shows the token of one: its
// status. For anybody else: nothing, as for a handle that nobody asked for.
Response enrolment(const Services& services, const Plan& plan, const Head& head) {
    const auto view = services.published.view();
    const auto handle = protocol::Handle::parse(plan.argument);
    const auto token = bearer_token_hash(head.authorization);
    if (!handle) return problem(errc::not_found, head.language);
    const auto* caller = designated_caller(*view, plan, services.published.now());
    const bool concerned = caller && (caller->role == protocol::Role::officer || caller->handle.member() == handle->member());
    if (!concerned && !token) return problem(errc::not_found, head.language);
    const auto snapshot = services.store.snapshot();
    const auto stored = snapshot->enrolments_of(*handle);
    if (concerned)
        if (auto shown = show_newest(*view->state, *caller, stored)) return std::move(*shown);
    for (const auto& one : stored)
        if (token && crypto::equal_constant_time(*token, one.token))
            return json(200, protocol::Json{{"status", status_word(*view->state, one)}}.dump());
    return problem(errc::not_found, head.language);
}

}  // namespace gateway::api
