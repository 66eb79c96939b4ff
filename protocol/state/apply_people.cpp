// How a claim that has taken effect changes persons, their devices and recovery sheets.
#include <algorithm>

#include "protocol/network_state.hpp"

namespace protocol {

void NetworkState::remember(const DeviceKeys& keys, const Handle& owner) {
    used_keys_.emplace(KeyId::of(keys.sign), owner);
    used_recipients_.insert(crypto::sha256(keys.age.bytes));
    used_pins_.insert(keys.tls);
}

void NetworkState::apply_claim(const DesignationClaim& claim, const Source& source, const Position& at) {
    if (const auto known = persons_.find(claim.handle); known != persons_.end()) {  // an end date
        known->second.until = claim.until;
        known->second.designation = source.entry;
        return;
    }
    std::int64_t from = std::max(claim.from.value_or(at.time), at.time);
    if (claim.role == Role::officer) from = std::max(from, authority_from(at.time));
    Person person{.handle = claim.handle, .role = claim.role, .devices = {{KeyId::of(claim.keys.sign), claim.keys}},
                  .from = from, .until = claim.until, .designation = source.entry};
    if (!person.seated()) circles_.try_emplace(Circle::of(claim.handle));
    persons_.emplace(claim.handle, std::move(person));
    remember(claim.keys, claim.handle);
}

void NetworkState::apply_claim(const DeviceClaim& claim, const Source& source, const Position&) {
    const auto person = persons_.find(source.author);
    if (person == persons_.end()) return;
    const KeyId key = KeyId::of(claim.keys.sign);
    person->second.devices.emplace(key, claim.keys);
    person->second.admitted_by.emplace(key, source.key);
    remember(claim.keys, source.author);
}

void NetworkState::apply_claim(const RevocationClaim& claim, const Source&, const Position& at) {
    const auto found = persons_.find(claim.handle);
    if (found == persons_.end()) return;
    Person& person = found->second;
    std::set<KeyId> gone;
    if (claim.device) gone = devices_under(person, *claim.device, claim.keep);
    else for (const auto& [key, keys] : person.devices) gone.insert(key);

    std::optional<KeyId> parent;
    if (claim.device)
        if (const auto by = person.admitted_by.find(*claim.device); by != person.admitted_by.end()) parent = by->second;
    for (const KeyId& key : gone) {
        person.devices.erase(key);
        person.admitted_by.erase(key);
    }
    // What is kept now hangs where the revoked device hung.
    for (const KeyId& kept : claim.keep) {
        if (!gone.contains(person.admitted_by.at(kept))) continue;
        if (parent) person.admitted_by.insert_or_assign(kept, *parent);
        else person.admitted_by.erase(kept);
    }
    if (person.devices.empty()) person.revoked = at.time;
}

void NetworkState::apply_claim(const HandoverClaim& claim, const Source&, const Position& at) {
    const std::int64_t end = authority_from(at.time);
    for (const Handle& handle : claim.closes)
        if (const auto person = persons_.find(handle); person != persons_.end())
            person->second.until = std::min(person->second.until.value_or(end), end);
}

void NetworkState::apply_claim(const RecoveryClaim& claim, const Source& source, const Position&) {
    auto& latest = members_[claim.member].recovery;
    const auto end = [&](const EntryId& made) {
        if (const auto found = recoveries_.find(made); found != recoveries_.end()) found->second.ended = true;
    };
    if (latest && !std::holds_alternative<RecoveryUse>(claim.action)) end(*latest);
    if (const auto* make = std::get_if<RecoveryMake>(&claim.action)) {
        const KeyId key = KeyId::of(make->keys.sign);
        recoveries_.emplace(source.entry, Recovery{.entry = source.entry, .member = claim.member, .keys = make->keys, .key = key,
                                                   .holders = make->holders});
        recovery_keys_.emplace(key, source.entry);
        used_keys_.emplace(key, std::nullopt);
        used_recipients_.insert(crypto::sha256(make->keys.age.bytes));
        latest = source.entry;
    } else if (const auto* use = std::get_if<RecoveryUse>(&claim.action)) {
        end(use->recovery);
        recoveries_.at(use->recovery).used_by = source.key;
        if (!use->keys) return;
        Person& person = persons_.at(source.author);
        person.devices = {{source.key, *use->keys}};
        person.admitted_by.clear();
        remember(*use->keys, source.author);
    }
}

}  // namespace protocol
