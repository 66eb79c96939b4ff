#include "protocol/enrolment.hpp"

#include <algorithm>

#include "crypto/age/format.hpp"
#include "crypto/encoding.hpp"
#include "gateway/api/calls.hpp"
#include "protocol/wire.hpp"

namespace gateway::api {
namespace {

Response answer_founding(const Outcome& outcome, Language language) {
    if (!outcome) return problem(outcome.error().why, language, outcome.error().entry);
    return json(outcome->repeated ? 200 : 201, protocol::wire::encode_receipts(outcome->receipts));
}

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
    return Pending{.job = std::move(founding), .answer = answer_founding};
}

// Is this an invitation that an officer, designated now, made for this gateway?
std::error_code check_invitation(const Services& services, const protocol::Invitation& invitation) {
    using protocol::errc;
    const auto view = services.published.view();
    const auto now = services.published.now();
    const auto& state = *view->state;
    if (!state.founded()) return errc::not_founded;
    const auto* inviter = state.find_active(invitation.inviter, now);
    const auto device = protocol::KeyId::of(invitation.inviter_key);
    if (!inviter || inviter->role != protocol::Role::officer || !inviter->devices.contains(device)) return errc::invitation_invalid;
    if (invitation.network != state.network() || invitation.pins != state.genesis().pins) return errc::invitation_invalid;
    if (invitation.role != protocol::Role::officer && invitation.role != protocol::Role::focal_point) return errc::role_unsupported;
    if ((invitation.role == protocol::Role::officer) != invitation.handle.member().is_dmr()) return errc::invitation_invalid;
    if (now >= invitation.expires) return errc::invitation_expired;
    return {};
}

Reply join(const Services& services, const Head& head, std::string_view text) {
    const auto call = protocol::parse_enrolment_call(text);
    if (!call) return problem(call.error(), head.language);
    const auto invitation = protocol::check_enrolment(call->enrolment);
    if (!invitation) return problem(invitation.error(), head.language);
    if (const auto error = check_invitation(services, *invitation)) return problem(error, head.language);
    if (!crypto::equal_constant_time(protocol::token_hash(call->token), invitation->token))
        return problem(protocol::errc::token_mismatch, head.language);
    // Name and address come sealed or not at all.
    const auto contact = crypto::age::parse_header(call->enrolment.contact);
    if (!contact || !crypto::age::is_hybrid_only(*contact, 1)) return problem(protocol::errc::enrolment_invalid, head.language);
    return Pending{.job = Joining{.enrolment = {.token = invitation->token, .handle = invitation->handle, .second_uses = 0,
                                                .enrolment = protocol::enrolment_json(call->enrolment)}},
                   .answer = answer_joining};
}

bool is_approved(const protocol::NetworkState& state, const store::StoredEnrolment& stored) {
    const auto enrolment = protocol::parse_enrolment(stored.enrolment);
    const auto* person = state.find_person(stored.handle);
    return enrolment && person && person->devices.contains(protocol::KeyId::of(enrolment->keys.sign));
}

std::string status_word(const protocol::NetworkState& state, const store::StoredEnrolment& stored) {
    return is_approved(state, stored) ? "approved" : "pending";
}

bool is_officer(const View& view, const Plan& plan, std::int64_t now) {
    const auto* caller = caller_in(view, plan, now);
    return caller && caller->role == protocol::Role::officer;
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
    return protocol::is_founding_call(text) ? found(services, head, text) : join(services, head, text);
}

Response list_enrolments(const Services& services, const Plan& plan, const Head& head) {
    const auto view = services.published.view();
    if (!is_officer(*view, plan, services.published.now())) return problem(errc::not_found, head.language);
    const auto snapshot = services.store.snapshot();
    protocol::Json pending = protocol::Json::array();
    for (const auto& handle : snapshot->enrolled())
        if (!view->state->find_person(handle)) pending.push_back(handle.text());
    return json(200, protocol::Json{{"pending", std::move(pending)}}.dump());
}

// For the officer: the newest enrolment of the handle. For who shows the token of one: its status. For anybody else: nothing,
// as for a handle that nobody asked for.
Response enrolment(const Services& services, const Plan& plan, const Head& head) {
    const auto view = services.published.view();
    const auto handle = protocol::Handle::parse(plan.argument);
    const auto token = bearer_token_hash(head.authorization);
    const bool officer = is_officer(*view, plan, services.published.now());
    if (!handle || (!officer && !token)) return problem(errc::not_found, head.language);
    const auto snapshot = services.store.snapshot();
    const auto stored = snapshot->enrolments_of(*handle);
    if (officer && !stored.empty()) {
        std::uint64_t second_uses = 0;
        for (const auto& one : stored) second_uses += one.second_uses;
        const protocol::Json out = {{"status", status_word(*view->state, stored.back())},
                                    {"enrolment", protocol::Json::parse(stored.back().enrolment)},
                                    {"second_uses", second_uses}};
        return json(200, out.dump());
    }
    for (const auto& one : stored)
        if (token && crypto::equal_constant_time(*token, one.token))
            return json(200, protocol::Json{{"status", status_word(*view->state, one)}}.dump());
    return problem(errc::not_found, head.language);
}

}  // namespace gateway::api
