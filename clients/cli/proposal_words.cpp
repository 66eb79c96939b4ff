#include "clients/cli/proposal_words.hpp"

#include "clients/cli/notices.hpp"
#include "clients/cli/terminal.hpp"
#include "crypto/encoding.hpp"
#include "protocol/limits.hpp"

namespace clients::cli {

using namespace protocol;

namespace {

struct InWords {
    const Context& context;
    const std::optional<Contact>& contact;

    std::string operator()(const DesignationClaim& claim) const {
        const auto role = role_words(context, claim.role);
        const auto member = member_name(context, claim.handle.member());
        if (!contact) return context.say(Msg::proposal_person, claim.handle.text(), role, member);
        return context.say(Msg::proposal_person_named, claim.handle.text(), role, member, visible_line(contact->name),
                           visible_line(contact->email));
    }
    std::string operator()(const MemberClaim& claim) const {
        return context.say(Msg::proposal_admit, member_name(context, claim.member));
    }
    std::string operator()(const HandoverClaim& claim) const {
        return context.say(Msg::proposal_handover, joined(texts(claim.closes)), joined(texts(claim.opens)));
    }
    std::string operator()(const GatewayClaim& claim) const {
        std::vector<std::string> pins;
        pins.reserve(claim.pins.size());
        for (const auto& pin : claim.pins) pins.push_back(crypto::hex_encode(pin));
        return context.say(Msg::proposal_gateway, joined(pins));
    }
    // No other kind needs a consent; should a later one, its name is better than nothing.
    std::string operator()(const auto& claim) const { return std::string(rule_of(kind_of(Claim(claim))).name); }
};

std::string party_words(const Context& context, const Party& party) {
    const auto who = party.role == Role::officer ? context.say(Msg::party_officer)
                                                 : context.say(Msg::party_focal_point, member_name(context, party.member));
    return party.among.empty() ? who : who + " (" + joined(texts(party.among)) + ")";
}

}  // namespace

std::string role_words(const Context& context, Role role) {
    switch (role) {
        case Role::officer: return context.say(Msg::role_officer);
        case Role::focal_point: return context.say(Msg::role_focal_point);
        case Role::national_reader: return context.say(Msg::role_national_reader);
        case Role::expert: return context.say(Msg::role_expert);
        case Role::agent: return context.say(Msg::role_agent);
    }
    return {};
}

std::string proposal_words(const Context& context, const WaitingProposal& waiting) {
    return std::visit(InWords{context, waiting.contact}, waiting.proposal.claim);
}

std::string parties_words(const Context& context, const std::vector<Party>& parties) {
    std::vector<std::string> out;
    out.reserve(parties.size());
    for (const Party& party : parties) out.push_back(party_words(context, party));
    return joined(out);
}

OrderedJson proposal_json(const WaitingProposal& waiting) {
    const auto& proposal = waiting.proposal;
    OrderedJson parties = OrderedJson::array();
    for (const Party& party : proposal.waiting) {
        OrderedJson item = {{"role", role_name(party.role)}, {"member", party.member.text()}};
        for (const Handle& handle : party.among) item["among"].push_back(handle.text());
        parties.push_back(std::move(item));
    }
    OrderedJson out = {{"index", proposal.at.index}, {"id", id_text(waiting.id)}, {"kind", rule_of(kind_of(proposal.claim)).name},
                       {"by", proposal.source.author.text()}, {"time", proposal.at.time},
                       {"lapses", proposal.at.time + protocol::limits::proposal_s_max}, {"mine", waiting.mine},
                       {"waits_for", std::move(parties)}, {"claim", OrderedJson(claim_json(proposal.claim))}};
    if (waiting.contact) out["name"] = waiting.contact->name;
    return out;
}

}  // namespace clients::cli
