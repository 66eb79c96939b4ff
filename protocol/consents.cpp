#include "protocol/consents.hpp"

#include <algorithm>

#include "protocol/limits.hpp"
#include "protocol/network_state.hpp"

namespace protocol {
namespace {

struct Asked {
    const NetworkState& state;
    const Handle& author;
    std::int64_t time;

    bool by_officer() const { return author.member().is_dmr(); }
};

const Party officer{.role = Role::officer, .member = Member::dmr(), .among = {}};

// New authority after the founding: a second officer, where there is one.
std::vector<Party> second_officer(const Asked& asked) {
    const bool alone = asked.state.seated(Member::dmr(), asked.time).size() < 2;
    if (asked.state.founding(asked.time) || alone) return {};
    return {officer};
}

// An officer and a focal point of the state: one proposes, the other consents.
std::vector<Party> other_side(const Asked& asked, const Member& member) {
    if (!asked.by_officer()) return {officer};
    return {Party{.role = Role::focal_point, .member = member, .among = {}}};
}

// Is somebody there, or to come at a later date? Whoever comes now is not the first, then.
bool is_seat_taken(const Asked& asked, const Member& member) {
    return std::ranges::any_of(asked.state.persons(), [&](const auto& row) {
        const auto& [handle, person] = row;
        const bool ended = person.devices.empty() || (person.until && asked.time >= *person.until);
        return handle.member() == member && person.seated() && !ended;
    });
}

template <class T>
std::vector<Party> needed(const Asked&, const T&) { return {}; }

std::vector<Party> needed(const Asked& asked, const MemberClaim& claim) {
    if (claim.status == MemberClaim::Status::suspended) return {};  // at once: it takes authority away
    return second_officer(asked);
}

std::vector<Party> needed(const Asked& asked, const DesignationClaim& claim) {
    const Member member = claim.handle.member();
    if (asked.state.find_person(claim.handle)) return {};  // an end date
    if (claim.role == Role::officer) return second_officer(asked);
    if (member.is_dmr()) return {};
    // Of a vacant state the DMR designates the first person, who founds its circle anew, and experts; nobody else.
    if (!is_seat_taken(asked, member) && (claim.role == Role::focal_point || claim.role == Role::expert)) return {};
    return other_side(asked, member);
}

std::vector<Party> needed(const Asked&, const HandoverClaim& claim) {
    return {Party{.role = Role::officer, .member = Member::dmr(), .among = claim.opens}};
}

std::vector<Party> needed(const Asked& asked, const GatewayClaim&) { return second_officer(asked); }

}  // namespace

Source source_of(const EntryId& id, const Header& header) {
    return {.entry = id, .author = header.author, .key = header.key, .audience = header.audience};
}

bool Party::fits(const Person& person) const {
    return person.role == role && person.handle.member() == member &&
           (among.empty() || std::ranges::find(among, person.handle) != among.end());
}

bool Proposal::lapsed(std::int64_t time) const { return time > at.time + limits::proposal_s_max; }

std::vector<Party> needed_consents(const NetworkState& state, const Claim& claim, const Handle& author, std::int64_t time) {
    const Asked asked{.state = state, .author = author, .time = time};
    return std::visit([&](const auto& value) { return needed(asked, value); }, claim);
}

}  // namespace protocol
