// The decisions of protocol/ that the world is run by. A planted bug replaces one of them; production code knows nothing of it.
#pragma once

#include "protocol/judge.hpp"

namespace model {

class Rules {
public:
    virtual ~Rules() = default;

    virtual std::error_code judge(const protocol::NetworkState& state, const protocol::Precedents& precedents,
                                  const protocol::Entry& entry, const protocol::Position& at) const {
        return protocol::judge(state, precedents, entry, at);
    }
    virtual void apply(protocol::NetworkState& state, const protocol::Entry& entry, const protocol::Position& at) const {
        state.apply(entry, at);
    }
    virtual protocol::Due due(const protocol::NetworkState& state, const protocol::Circle& circle, std::int64_t time) const {
        return state.due(circle, time);
    }
    virtual std::vector<protocol::MissingGrant> missing_grants(const protocol::NetworkState& state, std::int64_t time) const {
        return state.missing_grants(time);
    }
    // Does a client put the earlier epochs into the next one of this circle?
    virtual bool carries_history(const protocol::CircleState& circle) const { return circle.history; }
};

}  // namespace model
