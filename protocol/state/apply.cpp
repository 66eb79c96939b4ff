// How a claim that has taken effect changes the network as a whole.
#include <algorithm>

#include "protocol/kinds.hpp"
#include "protocol/limits.hpp"
#include "protocol/network_state.hpp"

namespace protocol {

void NetworkState::apply(const Entry& entry, const Position& at) {
    if (!is_governing(entry.header)) return;
    const auto claim = parse_claim(entry.header);
    if (!claim) return;  // judge() has refused it: nothing of it counts
    if (const auto* genesis = std::get_if<GenesisClaim>(&*claim)) return found(*genesis, entry, at);
    const Source source = source_of(entry.id, entry.header);
    auto waiting = needed_consents(*this, *claim, source.author, at.time);
    if (waiting.empty()) return take_effect(*claim, source, at);
    proposals_.emplace(entry.id, Proposal{.claim = *claim, .source = source, .at = at, .waiting = std::move(waiting)});
}

void NetworkState::take_effect(const Claim& claim, const Source& source, const Position& at) {
    std::visit([&](const auto& value) { apply_claim(value, source, at); }, claim);
}

void NetworkState::apply_claim(const ConsentClaim& claim, const Source& source, const Position& at) {
    const auto found = proposals_.find(claim.proposal);
    const Person* author = find_person(source.author);
    if (found == proposals_.end() || !author) return;
    auto& waiting = found->second.waiting;
    const auto party = std::ranges::find_if(waiting, [&](const Party& one) { return one.fits(*author); });
    if (party != waiting.end()) waiting.erase(party);
    if (!waiting.empty()) return;
    const Proposal agreed = std::move(found->second);
    proposals_.erase(found);
    take_effect(agreed.claim, agreed.source, at);
}

void NetworkState::found(const GenesisClaim& claim, const Entry& entry, const Position& at) {
    genesis_ = claim;
    network_ = entry.header_hash;
    founded_at_ = at.time;
    settings_entry_ = gateway_entry_ = entry.id;
    settings_ = claim.settings;
    pins_ = {.pins = claim.pins, .from = at.time};
    members_[Member::dmr()] = {};
    circles_[Circle::of(Member::dmr())] = {};
    circles_[Circle::network()] = {};
    for (const Member& state : claim.states) {
        members_[state] = {};
        circles_[Circle::of(state)] = {};
    }
    remember(claim.keys, claim.founder);
    persons_.emplace(claim.founder, Person{.handle = claim.founder, .role = Role::officer,
                                           .devices = {{KeyId::of(claim.keys.sign), claim.keys}}, .from = at.time, .until = {},
                                           .designation = entry.id});
}

void NetworkState::apply_claim(const GenesisClaim&, const Source&, const Position&) {}  // found() takes the one there is

void NetworkState::apply_claim(const MemberClaim& claim, const Source& source, const Position& at) {
    auto& member = members_[claim.member];
    circles_.try_emplace(Circle::of(claim.member));
    member.suspended = claim.status == MemberClaim::Status::suspended;
    if (!member.suspended) member.from = authority_from(at.time);
    member.entry = source.entry;
}

void NetworkState::apply_claim(const AccessClaim& claim, const Source& source, const Position&) {
    members_[claim.list.member].lists.insert_or_assign(claim.list.side, std::pair{claim.list, source.entry});
}

void NetworkState::apply_claim(const SettingsClaim& claim, const Source& source, const Position&) {
    for (const auto& [name, value] : claim.values) settings_[name] = value;
    founding_closed_ |= claim.founding_closed;
    settings_entry_ = source.entry;
}

void NetworkState::apply_claim(const GatewayClaim& claim, const Source& source, const Position& at) {
    pins_.pins = pins(at.time);  // a change that still waited gives way to this one
    next_pins_ = Pins{.pins = claim.pins, .from = authority_from(at.time)};
    gateway_entry_ = source.entry;
}

bool NetworkState::founding(std::int64_t time) const {
    return genesis_ && !founding_closed_ && time < founded_at_ + limits::founding_s_max;
}

std::int64_t NetworkState::authority_from(std::int64_t time) const {
    return founding(time) ? time : time + limits::new_authority_delay_s;
}

const std::vector<crypto::tls::SpkiPin>& NetworkState::pins(std::int64_t time) const {
    return next_pins_ && time >= next_pins_->from ? next_pins_->pins : pins_.pins;
}

}  // namespace protocol
