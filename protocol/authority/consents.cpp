// Acts of several parties, and the handover that is always one.
#include <algorithm>

#include "protocol/authority/act.hpp"

namespace protocol::authority {

std::error_code judge(const Act& act, const ConsentClaim& claim) {
    const auto found = act.state.proposals().find(claim.proposal);
    if (found == act.state.proposals().end()) return errc::not_current;  // never made, or in effect
    const auto& [id, proposal] = *found;
    if (proposal.lapsed(act.at.time)) return errc::proposal_lapsed;
    const bool asked = std::ranges::any_of(proposal.waiting, [&](const Party& party) { return party.fits(act.author); });
    if (!asked || act.author.handle == proposal.source.author) return errc::not_authorised;
    // Whose keys fell may not have proposed it at all.
    const Person* proposer = act.state.find_active(proposal.source.author, act.at.time);
    if (!proposer || !proposer->devices.contains(proposal.source.key)) return errc::not_current;
    if (proposal.waiting.size() > 1) return {};
    return judge({.state = act.state, .at = act.at, .source = proposal.source, .author = *proposer}, proposal.claim);
}

std::error_code judge(const Act& act, const HandoverClaim& claim) {
    if (std::ranges::find(claim.closes, act.author.handle) == claim.closes.end()) return errc::not_authorised;
    const auto is_officer = [&](const Handle& handle) {
        const Person* person = act.state.find_active(handle, act.at.time);
        return person && person->role == Role::officer;
    };
    if (!std::ranges::all_of(claim.closes, is_officer) || !std::ranges::all_of(claim.opens, is_officer)) return errc::not_current;
    const bool remains = act.officer_remains(claim.closes, act.state.authority_from(act.at.time));
    return remains ? std::error_code{} : errc::last_officer;
}

std::error_code check_parties(const Act& act, const std::vector<Party>& parties) {
    const bool all = std::ranges::all_of(parties, [&](const Party& party) {
        return std::ranges::any_of(act.state.seated(party.member, act.at.time), [&](const Person* person) {
            return party.fits(*person) && person->handle != act.author.handle;
        });
    });
    return all ? std::error_code{} : errc::consent_required;
}

}  // namespace protocol::authority
