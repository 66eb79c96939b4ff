#include "tests/model/planted.hpp"

#include <algorithm>
#include <array>

#include "protocol/kinds.hpp"

namespace model {

using namespace protocol;

namespace {

// Stale, and yet sealed to at its current epoch: would be accepted if `overlooked` did not count as stale.
template <class Overlooked>
bool stale_for_that_alone(const NetworkState& state, const Entry& entry, std::int64_t time, Overlooked overlooked) {
    return std::ranges::all_of(entry.header.audience, [&](const Audience& to) {
        const auto* circle = std::get_if<CircleEpoch>(&to);
        if (!circle) return true;
        const CircleState* known = state.find_circle(circle->circle);
        return known && known->current() == circle->epoch && (!state.stale(circle->circle, time) || overlooked(circle->circle));
    });
}

class GroupsNeverStale final : public Rules {
    std::error_code judge(const NetworkState& state, const Precedents& precedents, const Entry& entry,
                          const Position& at) const override {
        const auto error = Rules::judge(state, precedents, entry, at);
        const bool only_groups = error == errc::stale_epoch && stale_for_that_alone(state, entry, at.time, is_group);
        return only_groups ? std::error_code{} : error;
    }
    Due due(const NetworkState& state, const Circle& circle, std::int64_t time) const override {
        const Due due = Rules::due(state, circle, time);
        return is_group(circle) && due.why == Due::Why::stale ? Due{} : due;
    }
    static bool is_group(const Circle& circle) { return circle.type() == Circle::Type::group; }
};

class HistoryAlwaysCarried final : public Rules {
    bool carries_history(const CircleState&) const override { return true; }
};

class CascadeIgnored final : public Rules {
    void apply(NetworkState& state, const Entry& entry, const Position& at) const override {
        Entry altered = entry;
        if (entry.header.kind == rule_of(Kind::revocation).name) {
            auto claim = std::get<RevocationClaim>(parse_claim(entry.header).value());
            if (claim.device) {
                auto under = devices_under(*state.find_person(claim.handle), *claim.device, {});
                under.erase(*claim.device);
                claim.keep.assign(under.begin(), under.end());
                altered.header.claim = claim_json(claim);
            }
        }
        Rules::apply(state, altered, at);
    }
};

class EndDatesIgnored final : public Rules {
    std::error_code judge(const NetworkState& state, const Precedents& precedents, const Entry& entry,
                          const Position& at) const override {
        const auto error = Rules::judge(state, precedents, entry, at);
        const auto only_dates = [&](const Circle& circle) { return !stale_without_dates(state, circle, at.time); };
        const bool overlooked = error == errc::stale_epoch && stale_for_that_alone(state, entry, at.time, only_dates);
        return overlooked ? std::error_code{} : error;
    }
    Due due(const NetworkState& state, const Circle& circle, std::int64_t time) const override {
        const Due due = Rules::due(state, circle, time);
        return due.why == Due::Why::stale && !stale_without_dates(state, circle, time) ? Due{} : due;
    }
    // Whoever has a device is taken for designated.
    static bool stale_without_dates(const NetworkState& state, const Circle& circle, std::int64_t time) {
        return !std::ranges::all_of(state.knowers({circle, state.find_circle(circle)->current()}), [&](const KeyId& key) {
            return state.key_in_force(key, time) || std::ranges::any_of(state.persons(), [&](const auto& row) {
                return row.second.devices.contains(key) && state.belongs(row.second, circle, time);
            });
        });
    }
};

class HoldersForgotten final : public Rules {
    void apply(NetworkState& state, const Entry& entry, const Position& at) const override {
        Entry altered = entry;
        if (entry.header.kind == rule_of(Kind::recovery).name) {
            auto claim = std::get<RecoveryClaim>(parse_claim(entry.header).value());
            if (auto* make = std::get_if<RecoveryMake>(&claim.action)) {
                make->holders = {entry.header.author};
                altered.header.claim = claim_json(claim);
            }
        }
        Rules::apply(state, altered, at);
    }
};

class AnybodyGrants final : public Rules {
    std::error_code judge(const NetworkState& state, const Precedents& precedents, const Entry& entry,
                          const Position& at) const override {
        const auto error = Rules::judge(state, precedents, entry, at);
        const bool grant = entry.header.kind == rule_of(Kind::grant).name;
        return grant && error == errc::not_authorised ? std::error_code{} : error;
    }
};

class GrantsForgotten final : public Rules {
    std::vector<MissingGrant> missing_grants(const NetworkState&, std::int64_t) const override { return {}; }
};

template <class Bug>
std::unique_ptr<Rules> plant() { return std::make_unique<Bug>(); }

}  // namespace

std::span<const Planted> planted_bugs() {
    static constexpr std::array table{
        Planted{"a revocation makes no group stale", plant<GroupsNeverStale>},
        Planted{"history is carried where the circle has none", plant<HistoryAlwaysCarried>},
        Planted{"revoking a device spares those it admitted", plant<CascadeIgnored>},
        Planted{"an end date makes no circle stale", plant<EndDatesIgnored>},
        Planted{"a recovery sheet outlives its holders", plant<HoldersForgotten>},
        Planted{"who never knew an epoch may grant it", plant<AnybodyGrants>},
        Planted{"newcomers are granted nothing", plant<GrantsForgotten>},
    };
    return table;
}

}  // namespace model
