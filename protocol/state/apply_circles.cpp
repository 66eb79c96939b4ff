// How a claim that has taken effect changes circles and their epochs.
#include "protocol/network_state.hpp"

namespace protocol {

void NetworkState::apply_claim(const CircleClaim& claim, const Source& source, const Position&) {
    auto& circle = circles_[claim.circle];
    switch (claim.action) {
        case CircleClaim::Action::create: circle.history = claim.history; break;
        case CircleClaim::Action::join: circle.joined.insert(source.author.member()); break;
        case CircleClaim::Action::leave: circle.joined.erase(source.author.member()); break;
        case CircleClaim::Action::admit: circle.admitted.insert_or_assign(*claim.person, claim.until); break;
        case CircleClaim::Action::dismiss: circle.admitted.erase(*claim.person); break;
    }
}

void NetworkState::apply_claim(const RotationClaim& claim, const Source& source, const Position& at) {
    auto& circle = circles_[claim.circle];
    // What a device could not know it cannot hand on: who founds a vacant seat anew gets nothing of its past.
    std::set<std::uint64_t> carried;
    if (claim.history)
        for (const auto& [epoch, state] : circle.epochs)
            if (knowers({claim.circle, epoch}).contains(source.key)) carried.insert(epoch);
    circle.complaints.clear();
    circle.epochs.emplace(claim.epoch, EpochState{.key = claim.key, .rotation = source.entry, .rotator = source.author,
                                                  .rotator_key = source.key,
                                                  .at = at.time, .sealed_to = source.audience, .carried = std::move(carried),
                                                  .grants = {}});
}

void NetworkState::apply_claim(const GrantClaim& claim, const Source& source, const Position&) {
    auto& epochs = circles_[claim.circle].epochs;
    for (const auto epoch : claim.epochs)
        if (const auto found = epochs.find(epoch); found != epochs.end())
            found->second.grants.push_back({.entry = source.entry, .author = source.author, .to = source.audience.front()});
}

void NetworkState::apply_claim(const ComplaintClaim& claim, const Source& source, const Position& at) {
    const auto about = handed_over_by(claim.entry);
    if (!about) return;
    auto& circle = circles_[about->circle];
    circle.complaints.push_back({.entry = claim.entry, .accused = about->author, .by = source.author});
    circle.complained.insert_or_assign(source.author.member(), at.time);
}

void NetworkState::apply_claim(const RetentionClaim& claim, const Source& source, const Position& at) {
    circles_[claim.circle].retention = RetentionInForce{.claim = claim, .entry = source.entry, .at = at.time};
}

}  // namespace protocol
