#include "protocol/network_state.hpp"

#include <algorithm>

namespace protocol {

// ---- members and persons ----

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

bool NetworkState::keys_used(const DeviceKeys& keys) const {
    return used_pins_.contains(keys.tls) || keys_used(RecoveryKeys{.sign = keys.sign, .age = keys.age});
}

bool NetworkState::keys_used(const RecoveryKeys& keys) const {
    // An age key that came back would open for its old holder what is sealed to the new one.
    return used_keys_.contains(KeyId::of(keys.sign)) || used_recipients_.contains(crypto::sha256(keys.age.bytes));
}

std::vector<const Person*> NetworkState::active_persons(const Member& member, std::int64_t time) const {
    // The handles of a member stand together, and this is the first that there can be.
    std::vector<const Person*> out;
    auto at = persons_.lower_bound(*Handle::parse(member.text() + ".01"));
    for (; at != persons_.end() && at->first.text().starts_with(member.text() + "."); ++at)
        if (at->second.active(time)) out.push_back(&at->second);
    return out;
}

std::vector<const Person*> NetworkState::seated(const Member& member, std::int64_t time) const {
    auto out = active_persons(member, time);
    std::erase_if(out, [](const Person* person) { return !person->seated(); });
    return out;
}

bool NetworkState::is_member(const Member& member, std::int64_t time) const {
    const auto found = members_.find(member);
    return found != members_.end() && !found->second.suspended && time >= found->second.from;
}

// ---- recovery sheets ----

const Recovery* NetworkState::find_recovery(const EntryId& made) const {
    const auto found = recoveries_.find(made);
    return found == recoveries_.end() ? nullptr : &found->second;
}

const Recovery* NetworkState::find_recovery(const KeyId& key) const {
    const auto made = recovery_keys_.find(key);
    return made == recovery_keys_.end() ? nullptr : find_recovery(made->second);
}

const Recovery* NetworkState::recovery_in_force(const Member& member, std::int64_t time) const {
    const auto found = members_.find(member);
    const bool made = found != members_.end() && found->second.recovery;
    const Recovery* recovery = made ? find_recovery(*found->second.recovery) : nullptr;
    if (!recovery || recovery->ended) return nullptr;
    // Who held the sheet and is gone may have kept a copy.
    const bool held = std::ranges::all_of(recovery->holders, [&](const Handle& handle) {
        const Person* person = find_person(handle);
        return person && person->active(time);
    });
    return held ? recovery : nullptr;
}

// ---- keys ----

const Handle* NetworkState::owner_of(const KeyId& key) const {
    const auto owner = used_keys_.find(key);
    return owner == used_keys_.end() || !owner->second ? nullptr : &*owner->second;
}

bool NetworkState::key_in_force(const KeyId& key, std::int64_t time) const {
    if (const auto made = recovery_keys_.find(key); made != recovery_keys_.end()) {
        const Recovery& recovery = recoveries_.at(made->second);
        return recovery_in_force(recovery.member, time) == &recovery && is_member(recovery.member, time);
    }
    const auto owner = used_keys_.find(key);
    const Person* person = owner != used_keys_.end() && owner->second ? find_active(*owner->second, time) : nullptr;
    return person && person->devices.contains(key);
}

const crypto::age::HybridRecipient* NetworkState::recipient_of(const Audience& to) const {
    if (const auto* at = std::get_if<CircleEpoch>(&to)) {
        const CircleState* circle = find_circle(at->circle);
        if (!circle) return nullptr;
        const auto epoch = circle->epochs.find(at->epoch);
        return epoch == circle->epochs.end() ? nullptr : &epoch->second.key;
    }
    const KeyId& key = std::get<KeyId>(to);
    if (const auto made = recovery_keys_.find(key); made != recovery_keys_.end()) return &recoveries_.at(made->second).keys.age;
    const auto owner = used_keys_.find(key);
    const Person* person = owner != used_keys_.end() && owner->second ? find_person(*owner->second) : nullptr;
    if (!person) return nullptr;
    const auto device = person->devices.find(key);
    return device == person->devices.end() ? nullptr : &device->second.age;
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
    if (circle == Circle::of(person.handle)) return true;
    return granted_by_both(person, [&](const AccessList& list) { return list.may_read(person.handle, person.role, circle); });
}

}  // namespace protocol
