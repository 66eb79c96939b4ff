#include "protocol/network_state.hpp"

#include <algorithm>

#include "protocol/kinds.hpp"
#include "protocol/limits.hpp"

namespace protocol {

// ---- applying entries ----

void NetworkState::apply(const Entry& entry, const Position& at) {
    const KindRule* rule = find_kind(entry.header.kind);
    if (!rule || !rule->governing) return;
    const auto claim = parse_claim(entry.header);
    if (!claim) return;  // judge() has refused it: nothing of it counts
    std::visit([&](const auto& value) { apply_claim(value, entry, at); }, *claim);
}

void NetworkState::apply_claim(const GenesisClaim& claim, const Entry& entry, const Position& at) {
    genesis_ = claim;
    network_ = entry.header_hash;
    founded_at_ = at.time;
    settings_entry_ = entry.id;
    settings_ = claim.settings;
    members_[Member::dmr()] = {};
    circles_[Circle::of(Member::dmr())] = {};
    circles_[Circle::network()] = {};
    for (const Member& state : claim.states) {
        members_[state] = {};
        circles_[Circle::of(state)] = {};
    }
    const KeyId key = KeyId::of(claim.keys.sign);
    used_keys_.emplace(key, claim.founder);
    persons_.emplace(claim.founder, Person{.handle = claim.founder, .role = Role::officer, .devices = {{key, claim.keys}},
                                           .from = at.time, .until = {}, .designation = entry.id});
}

void NetworkState::apply_claim(const MemberClaim& claim, const Entry& entry, const Position& at) {
    auto& member = members_[claim.member];
    const bool is_new = !circles_.contains(Circle::of(claim.member));
    if (is_new) {
        circles_[Circle::of(claim.member)] = {};
        member.from = founding(at.time) ? at.time : at.time + limits::new_authority_delay_s;
    }
    member.suspended = claim.status == MemberClaim::Status::suspended;
    member.entry = entry.id;
}

void NetworkState::apply_claim(const DesignationClaim& claim, const Entry& entry, const Position& at) {
    const KeyId key = KeyId::of(claim.keys.sign);
    const auto known = persons_.find(claim.handle);
    std::int64_t from = std::max(claim.from.value_or(at.time), at.time);
    if (known != persons_.end()) from = known->second.from;
    else if (claim.role == Role::officer && !founding(at.time)) from = std::max(from, at.time + limits::new_authority_delay_s);
    used_keys_.emplace(key, claim.handle);
    persons_.insert_or_assign(claim.handle, Person{.handle = claim.handle, .role = claim.role, .devices = {{key, claim.keys}},
                                                   .from = from, .until = claim.until, .designation = entry.id});
}

void NetworkState::apply_claim(const CircleClaim& claim, const Entry& entry, const Position&) {
    auto& circle = circles_[claim.circle];
    if (claim.action == CircleClaim::Action::create) circle.history = claim.history;
    if (claim.action == CircleClaim::Action::join) circle.joined.insert(entry.header.author.member());
    if (claim.action == CircleClaim::Action::leave) circle.joined.erase(entry.header.author.member());
}

void NetworkState::apply_claim(const RotationClaim& claim, const Entry& entry, const Position&) {
    circles_[claim.circle].epochs.emplace(
        claim.epoch, EpochState{.key = claim.key, .rotation = entry.id, .rotator = entry.header.author,
                                .carries_history = claim.history, .sealed_to = entry.header.audience, .granted_to = {}});
}

void NetworkState::apply_claim(const GrantClaim& claim, const Entry& entry, const Position&) {
    auto& epochs = circles_[claim.circle].epochs;
    for (const auto epoch : claim.epochs)
        if (const auto found = epochs.find(epoch); found != epochs.end())
            found->second.granted_to.push_back(entry.header.audience.front());
}

void NetworkState::apply_claim(const AccessClaim& claim, const Entry& entry, const Position&) {
    members_[claim.list.member].lists.insert_or_assign(claim.list.side, std::pair{claim.list, entry.id});
}

void NetworkState::apply_claim(const SettingsClaim& claim, const Entry& entry, const Position&) {
    for (const auto& [name, value] : claim.values) settings_[name] = value;
    founding_closed_ |= claim.founding_closed;
    settings_entry_ = entry.id;
}

// ---- members and persons ----

bool NetworkState::founding(std::int64_t time) const {
    return genesis_ && !founding_closed_ && time < founded_at_ + limits::founding_s_max;
}

const Person* NetworkState::find_person(const Handle& handle) const {
    const auto found = persons_.find(handle);
    return found == persons_.end() ? nullptr : &found->second;
}

const Person* NetworkState::find_active(const Handle& handle, std::int64_t time) const {
    const Person* person = find_person(handle);
    return person && person->active(time) && is_member(handle.member(), time) ? person : nullptr;
}

const Person* NetworkState::find_by_pin(const crypto::tls::SpkiPin& pin, std::int64_t time) const {
    for (const auto& [handle, person] : persons_)
        for (const auto& [key, device] : person.devices)
            if (device.tls == pin) return find_active(handle, time);
    return nullptr;
}

const CircleState* NetworkState::find_circle(const Circle& circle) const {
    const auto found = circles_.find(circle);
    return found == circles_.end() ? nullptr : &found->second;
}

bool NetworkState::tls_key_used(const crypto::tls::SpkiPin& pin) const {
    return std::ranges::any_of(persons_, [&](const auto& row) {
        return std::ranges::any_of(row.second.devices, [&](const auto& device) { return device.second.tls == pin; });
    });
}

std::vector<const Person*> NetworkState::active_persons(const Member& member, std::int64_t time) const {
    std::vector<const Person*> out;
    for (const auto& [handle, person] : persons_)
        if (handle.member() == member && person.active(time)) out.push_back(&person);
    return out;
}

bool NetworkState::is_member(const Member& member, std::int64_t time) const {
    const auto found = members_.find(member);
    return found != members_.end() && !found->second.suspended && time >= found->second.from;
}

// ---- circles ----

bool NetworkState::belongs(const Person& person, const Circle& circle, std::int64_t time) const {
    if (person.role != Role::officer && person.role != Role::focal_point) return false;
    const Member member = person.handle.member();
    switch (circle.type()) {
        case Circle::Type::network: return is_member(member, time);
        case Circle::Type::dmr:
        case Circle::Type::state: return circle == Circle::of(member);
        case Circle::Type::group: {
            const CircleState* group = find_circle(circle);
            return group && group->joined.contains(member) && is_member(member, time);
        }
        case Circle::Type::meeting:
        case Circle::Type::person: return false;
    }
    return false;
}

std::vector<Circle> NetworkState::member_circles(const Circle& circle, std::int64_t time) const {
    std::vector<Circle> out;
    if (circle == Circle::network()) {
        for (const auto& [member, state] : members_)
            if (is_member(member, time)) out.push_back(Circle::of(member));
    } else if (circle.type() == Circle::Type::group) {
        if (const CircleState* group = find_circle(circle))
            for (const Member& member : group->joined)
                if (is_member(member, time)) out.push_back(Circle::of(member));
    }
    return out;
}

std::vector<Audience> NetworkState::rotation_audience(const Circle& circle, std::int64_t time) const {
    std::vector<Audience> out;
    if (const auto member = circle.member()) {
        for (const Person* person : active_persons(*member, time))
            for (const auto& [key, device] : person->devices) out.push_back(key);
        return out;
    }
    for (const Circle& member : member_circles(circle, time)) {
        const CircleState* state = find_circle(member);
        const bool vacant = active_persons(*member.member(), time).empty();
        if (state && state->current() > 0 && !vacant && !stale(member, time)) out.push_back(CircleEpoch{member, state->current()});
    }
    return out;
}

std::set<KeyId> NetworkState::entitled(const Circle& circle, std::int64_t time) const {
    std::set<KeyId> out;
    const auto add = [&](const Member& member) {
        for (const Person* person : active_persons(member, time))
            for (const auto& [key, device] : person->devices) out.insert(key);
    };
    if (const auto member = circle.member()) add(*member);
    else
        for (const Circle& part : member_circles(circle, time)) add(*part.member());
    return out;
}

void NetworkState::collect_knowers(const CircleEpoch& at, std::set<CircleEpoch>& seen, std::set<KeyId>& out) const {
    if (!seen.insert(at).second) return;
    const CircleState* circle = find_circle(at.circle);
    if (!circle) return;
    const auto add = [&](const std::vector<Audience>& holders) {
        for (const Audience& holder : holders) {
            if (const auto* key = std::get_if<KeyId>(&holder)) out.insert(*key);
            else collect_knowers(std::get<CircleEpoch>(holder), seen, out);
        }
    };
    auto epoch = circle->epochs.find(at.epoch);
    if (epoch == circle->epochs.end()) return;
    add(epoch->second.sealed_to);
    add(epoch->second.granted_to);
    // Who was given a later epoch with its history knows this one too.
    for (++epoch; epoch != circle->epochs.end() && epoch->second.carries_history; ++epoch) add(epoch->second.sealed_to);
}

std::set<KeyId> NetworkState::knowers(const CircleEpoch& epoch) const {
    std::set<CircleEpoch> seen;
    std::set<KeyId> out;
    collect_knowers(epoch, seen, out);
    return out;
}

bool NetworkState::stale(const Circle& circle, std::int64_t time) const {
    const CircleState* state = find_circle(circle);
    if (!state || state->current() == 0) return false;
    return !std::ranges::includes(entitled(circle, time), knowers({circle, state->current()}));
}

// ---- access lists ----

bool NetworkState::granted_by_both(const Person& person, auto&& grants) const {
    const auto found = members_.find(person.handle.member());
    if (found == members_.end()) return false;
    const auto& lists = found->second.lists;
    const auto dmr = lists.find(ListSide::dmr);
    if (dmr == lists.end() || !grants(dmr->second.first)) return false;  // deny by default
    const auto own = lists.find(ListSide::own);
    return own == lists.end() || grants(own->second.first);
}

bool NetworkState::may_write(const Person& person, std::string_view kind, const Circle& to) const {
    return granted_by_both(person, [&](const AccessList& list) { return list.may_write(person.handle, person.role, kind, to); });
}

bool NetworkState::may_read(const Person& person, const Circle& circle) const {
    return granted_by_both(person, [&](const AccessList& list) { return list.may_read(person.handle, person.role, circle); });
}

}  // namespace protocol
