// Who is within a circle, and when it needs its next epoch.
#include <algorithm>

#include "protocol/limits.hpp"
#include "protocol/network_state.hpp"

namespace protocol {

const CircleState* NetworkState::find_circle(const Circle& circle) const {
    const auto found = circles_.find(circle);
    return found == circles_.end() ? nullptr : &found->second;
}

bool NetworkState::within_group(const Person& person, const Circle& group, std::int64_t time) const {
    const CircleState* state = find_circle(group);
    if (!state || !is_member(person.handle.member(), time)) return false;
    if (person.seated()) return state->joined.contains(person.handle.member());
    const auto admitted = state->admitted.find(person.handle);
    return admitted != state->admitted.end() && (!admitted->second || time < *admitted->second);
}

bool NetworkState::belongs(const Person& person, const Circle& circle, std::int64_t time) const {
    const Member member = person.handle.member();
    switch (circle.type()) {
        case Circle::Type::network: return person.seated() && is_member(member, time);
        case Circle::Type::dmr:
        case Circle::Type::state: return person.seated() && circle == Circle::of(member);
        case Circle::Type::group: return within_group(person, circle, time);
        case Circle::Type::person: return !person.seated() && circle == Circle::of(person.handle);
        case Circle::Type::meeting: return false;
    }
    return false;
}

std::vector<Circle> NetworkState::member_circles(const Circle& circle, std::int64_t time) const {
    std::vector<Circle> out;
    if (circle == Circle::network()) {
        for (const auto& [member, state] : members_)
            if (is_member(member, time)) out.push_back(Circle::of(member));
    } else if (const CircleState* group = find_circle(circle)) {  // other types have nobody joined or admitted
        for (const Member& member : group->joined)
            if (is_member(member, time)) out.push_back(Circle::of(member));
        for (const auto& [handle, until] : group->admitted)
            if (const Person* person = find_active(handle, time); person && within_group(*person, circle, time))
                out.push_back(Circle::of(handle));
    }
    return out;
}

std::vector<KeyId> NetworkState::direct_keys(const Circle& circle, std::int64_t time) const {
    std::vector<KeyId> out;
    const auto add = [&](const Person& person) {
        for (const auto& [key, device] : person.devices) out.push_back(key);
    };
    if (const auto member = circle.member()) {
        const auto persons = seated(*member, time);
        for (const Person* person : persons) add(*person);
        // A sheet of paper alone is no member: a vacant seat is founded anew.
        if (const Recovery* recovery = recovery_in_force(*member, time); recovery && !persons.empty())
            out.push_back(recovery->key);
    } else if (const auto handle = circle.person()) {
        if (const Person* person = find_person(*handle); person && person->active(time)) add(*person);
    }
    return out;
}

std::vector<Audience> NetworkState::rotation_audience(const Circle& circle, std::int64_t time) const {
    std::vector<Audience> out;
    for (const KeyId& key : direct_keys(circle, time)) out.push_back(key);
    for (const Circle& member : member_circles(circle, time)) {
        const CircleState* state = find_circle(member);
        const bool vacant = direct_keys(member, time).empty();
        if (state && state->current() > 0 && !vacant && !stale(member, time))
            out.push_back(CircleEpoch{member, state->current()});
    }
    return out;
}

std::set<KeyId> NetworkState::entitled(const Circle& circle, std::int64_t time) const {
    const auto keys = direct_keys(circle, time);
    std::set<KeyId> out(keys.begin(), keys.end());
    for (const Circle& part : member_circles(circle, time)) out.merge(entitled(part, time));
    return out;
}

bool NetworkState::stale(const Circle& circle, std::int64_t time) const {
    const CircleState* state = find_circle(circle);
    if (!state || state->current() == 0) return false;
    return !std::ranges::includes(entitled(circle, time), knowers({circle, state->current()}));
}

std::set<Handle> NetworkState::accused(const Circle& circle, const CircleState& state, std::int64_t time) const {
    std::set<Handle> out;
    for (const Complaint& complaint : state.complaints) out.insert(complaint.accused);
    // Where nobody else is left, they may put it right.
    const bool others = std::ranges::any_of(persons_, [&](const auto& row) {
        return !out.contains(row.first) && find_active(row.first, time) && belongs(row.second, circle, time);
    });
    return others ? out : std::set<Handle>{};
}

Due NetworkState::due(const Circle& circle, std::int64_t time) const {
    const CircleState* state = find_circle(circle);
    if (!state) return {};
    if (state->current() == 0) return {.why = Due::Why::unfounded};
    const bool aged = state->retention && time > state->epochs.rbegin()->second.at + limits::epoch_age_s_max;
    Due out{.why = Due::Why::none, .accused = accused(circle, *state, time)};
    if (stale(circle, time)) out.why = Due::Why::stale;
    else if (!state->complaints.empty()) out.why = Due::Why::complaint;
    else if (aged) out.why = Due::Why::aged;
    return out;
}

}  // namespace protocol
