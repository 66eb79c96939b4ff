#include "clients/core/session/turn.hpp"

#include <algorithm>
#include <iterator>

#include "clients/core/session/limits.hpp"

namespace clients {

using namespace protocol;

namespace {

crypto::Digest draw(const EntryId& cause, const Handle& handle) {
    crypto::Bytes text(cause.begin(), cause.end());
    crypto::append(text, crypto::as_bytes(handle.text()));
    return crypto::sha256(text);
}

}  // namespace

std::int64_t turn_delay_s(const EntryId& cause, const Handle& me, const std::vector<Handle>& able) {
    const auto mine = draw(cause, me);
    const auto before =
        std::ranges::count_if(able, [&](const Handle& other) { return other != me && draw(cause, other) < mine; });
    return std::min<std::int64_t>(before * limits::turn_s, limits::turn_s_max);
}

std::vector<Circle> rotation_order(const NetworkState& state) {
    std::vector<Circle> out, others;
    for (const auto& [circle, known] : state.circles()) (circle.member() ? out : others).push_back(circle);
    std::ranges::move(others, std::back_inserter(out));
    return out;
}

bool hands_over(const NetworkState& state, const Person& person, const Circle& circle, std::int64_t time) {
    return state.belongs(person, circle, time) && (person.seated() || circle == Circle::of(person.handle));
}

std::vector<Handle> who_could(const NetworkState& state, const Circle& circle, const std::set<Handle>& accused,
                              std::int64_t time) {
    std::vector<Handle> out;
    const CircleState* known = state.find_circle(circle);
    if (!known) return out;
    const auto knowers = known->current() > 0 ? state.knowers({circle, known->current()}) : std::set<KeyId>{};
    for (const auto& [handle, person] : state.persons()) {
        if (accused.contains(handle) || !state.find_active(handle, time) || !hands_over(state, person, circle, time)) continue;
        const bool knows =
            std::ranges::any_of(person.devices, [&](const auto& device) { return knowers.contains(device.first); });
        if (knows || known->current() == 0) out.push_back(handle);
    }
    return out;
}

}  // namespace clients
