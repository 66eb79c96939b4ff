// Who could know an epoch: computable from the register, because secrets are handed over by rotations and grants only.
#include <algorithm>

#include "protocol/network_state.hpp"

namespace protocol {

void NetworkState::collect_knowers(const Audience& holder, std::set<CircleEpoch>& seen, std::set<KeyId>& out) const {
    if (const auto* key = std::get_if<KeyId>(&holder)) {
        out.insert(*key);
        // Who used a recovery sheet knows what the sheet could open.
        if (const auto made = recovery_keys_.find(*key); made != recovery_keys_.end())
            if (const auto& used_by = recoveries_.at(made->second).used_by) out.insert(*used_by);
        return;
    }
    const auto& at = std::get<CircleEpoch>(holder);
    if (!seen.insert(at).second) return;
    const CircleState* circle = find_circle(at.circle);
    const auto found = circle ? circle->epochs.find(at.epoch) : std::map<std::uint64_t, EpochState>::const_iterator{};
    if (!circle || found == circle->epochs.end()) return;
    out.insert(found->second.rotator_key);
    for (const Audience& to : found->second.sealed_to) collect_knowers(to, seen, out);
    for (const Granted& grant : found->second.grants) collect_knowers(grant.to, seen, out);
    // Who was given a later epoch with this one in its history knows this one too.
    for (auto later = std::next(found); later != circle->epochs.end(); ++later)
        if (later->second.carried.contains(at.epoch))
            for (const Audience& to : later->second.sealed_to) collect_knowers(to, seen, out);
}

std::set<KeyId> NetworkState::readers_of(const Audience& holder) const {
    std::set<CircleEpoch> seen;
    std::set<KeyId> out;
    collect_knowers(holder, seen, out);
    return out;
}

std::set<KeyId> NetworkState::knowers(const CircleEpoch& epoch) const { return readers_of(epoch); }

std::optional<HandedOver> NetworkState::handed_over_by(const EntryId& entry) const {
    for (const auto& [circle, state] : circles_) {
        if (state.epochs.empty()) continue;
        const EpochState& current = state.epochs.rbegin()->second;
        if (current.rotation == entry) return HandedOver{.circle = circle, .author = current.rotator, .to = current.sealed_to};
        const auto grant = std::ranges::find(current.grants, entry, &Granted::entry);
        if (grant != current.grants.end()) return HandedOver{.circle = circle, .author = grant->author, .to = {grant->to}};
    }
    return std::nullopt;
}

bool NetworkState::grant_adds(const CircleEpoch& epoch, const Audience& to) const {
    return !std::ranges::includes(knowers(epoch), readers_of(to));
}

std::vector<MissingGrant> NetworkState::missing_grants(std::int64_t time) const {
    std::vector<MissingGrant> out;
    for (const auto& [circle, state] : circles_) {
        if (state.current() == 0 || stale(circle, time)) continue;
        std::map<std::uint64_t, std::set<KeyId>> known;
        for (const auto& [epoch, unused] : state.epochs)
            if (state.history || epoch == state.current()) known.emplace(epoch, knowers({circle, epoch}));
        for (const Audience& to : rotation_audience(circle, time)) {
            const auto readers = readers_of(to);
            MissingGrant missing{.circle = circle, .to = to, .epochs = {}};
            for (const auto& [epoch, who] : known)
                if (!std::ranges::includes(who, readers)) missing.epochs.push_back(epoch);
            if (!missing.epochs.empty()) out.push_back(std::move(missing));
        }
    }
    return out;
}

}  // namespace protocol
