#include "clients/core/session/consenting.hpp"

#include <algorithm>

#include "clients/core/session/exchange.hpp"
#include "clients/core/session/register_words.hpp"
#include "clients/core/session/upkeep.hpp"
#include "protocol/register_chain.hpp"

namespace clients {

using namespace protocol;

namespace {

bool waits_for(const Proposal& proposal, const Person* person) {
    return person && person->handle != proposal.source.author &&
           std::ranges::any_of(proposal.waiting, [&](const Party& party) { return party.fits(*person); });
}

// Somebody with new keys, into the member of this person.
bool lets_into_own_member(Session& session, const Proposal& proposal) {
    const auto* designation = std::get_if<DesignationClaim>(&proposal.claim);
    return designation && designation->handle.member() == session.identity().handle.member() &&
           brings_new_keys(session.state(), *designation);
}

std::optional<Contact> contact_in(Session& session, const EntryId& id) {
    const auto stored = session.store().entry_by_id(id);
    if (!stored || !stored->fault.empty() || stored->content.empty()) return std::nullopt;
    const auto json = parse_secret(stored->content);
    return json ? parse_contact(*json) : std::nullopt;
}

}  // namespace

std::vector<WaitingProposal> waiting_proposals(Session& session) {
    std::vector<WaitingProposal> out;
    const std::int64_t now = register_now(session);
    const Person* me = session.joined() ? session.state().find_active(session.identity().handle, now) : nullptr;
    for (const auto& [id, proposal] : session.state().proposals()) {
        if (proposal.lapsed(now)) continue;
        const bool mine = waits_for(proposal, me);
        const bool lets_in = lets_into_own_member(session, proposal);
        out.push_back({.id = id, .proposal = proposal, .mine = mine, .compares_words = mine && lets_in,
                       .contact = contact_in(session, id)});
    }
    std::ranges::sort(out, {}, [](const WaitingProposal& waiting) { return waiting.proposal.at.index; });
    return out;
}

std::expected<WaitingProposal, Failure> find_proposal(Session& session, std::string_view reference) {
    const auto stored = resolve(session, reference);
    if (!stored) return std::unexpected(stored.error());
    for (WaitingProposal& waiting : waiting_proposals(session))
        if (waiting.proposal.at.index == stored->index) return std::move(waiting);
    return fail(session_errc::no_proposal, std::string(reference));
}

std::expected<Sent, Failure> consent(Session& session, const WaitingProposal& waiting, std::string_view typed_words) {
    if (!waiting.mine) return fail(session_errc::nothing_to_consent, {});
    if (waiting.compares_words) {
        const auto keys = proposed_keys(session, waiting.proposal);
        if (!keys || !are_words_of(session, *keys, typed_words))
            return fail(session_errc::words_mismatch, std::get<DesignationClaim>(waiting.proposal.claim).handle.text());
    }
    auto composer = session.compose();
    if (!composer) return std::unexpected(composer.error());
    if (const auto error = composer->add({.kind = Kind::consent, .to = {}, .devices = {}, .refs = {},
                                          .claim = ConsentClaim{.proposal = waiting.id}, .content = {}}))
        return fail(error, {});
    if (const auto* designation = std::get_if<DesignationClaim>(&waiting.proposal.claim))
        if (const auto error = composer->add_grants_to(designation->handle.member())) return fail(error, {});
    return session.send(*composer, nullptr);
}

}  // namespace clients
