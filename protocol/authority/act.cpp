#include "protocol/authority/act.hpp"

#include <algorithm>

namespace protocol::authority {

bool Act::officer_remains(const std::vector<Handle>& gone, std::int64_t time) const {
    return std::ranges::any_of(state.seated(Member::dmr(), time), [&](const Person* officer) {
        return std::ranges::find(gone, officer->handle) == gone.end();
    });
}

std::error_code judge(const Act& act, const Claim& claim) {
    return std::visit([&](const auto& value) { return judge(act, value); }, claim);
}

std::vector<Circle> circles_in(const std::vector<Audience>& audience) {
    std::vector<Circle> out;
    for (const Audience& to : audience)
        if (const auto* circle = std::get_if<CircleEpoch>(&to)) out.push_back(circle->circle);
    std::ranges::sort(out);
    return out;
}

}  // namespace protocol::authority
