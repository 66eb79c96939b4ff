#include "clients/core/session/revoking.hpp"

#include <algorithm>

#include "clients/core/session/turn.hpp"
#include "clients/core/session/upkeep.hpp"

namespace clients {

using namespace protocol;

namespace {

std::vector<KeyId> devices_of(const Person* person) {
    std::vector<KeyId> out;
    if (person)
        for (const auto& [key, device] : person->devices) out.push_back(key);
    return out;
}

std::vector<Consequences::Closed> closed_by(const NetworkState& before, const NetworkState& after, std::int64_t now) {
    std::vector<Consequences::Closed> out;
    for (const Circle& circle : rotation_order(after))
        if (after.stale(circle, now) && !before.stale(circle, now))
            out.push_back({.circle = circle, .could = who_could(after, circle, {}, now)});
    return out;
}

}  // namespace

std::expected<PlannedRevocation, Failure> plan_revocation(Session& session, const RevocationClaim& claim) {
    auto composer = session.compose();
    if (!composer) return std::unexpected(composer.error());
    if (const auto error =
            composer->add({.kind = Kind::revocation, .to = {}, .devices = {}, .refs = {}, .claim = claim, .content = {}}))
        return fail(error, claim.handle.text());
    const std::int64_t now = register_now(session);
    const auto before = devices_of(session.state().find_person(claim.handle));
    Consequences out;
    out.stays = devices_of(composer->state().find_person(claim.handle));
    std::ranges::set_difference(before, out.stays, std::back_inserter(out.ends));
    out.of_mine =
        claim.handle == session.identity().handle && std::ranges::find(out.ends, session.identity().key_id()) != out.ends.end();
    const Member member = claim.handle.member();
    out.vacates =
        !member.is_dmr() && !session.state().seated(member, now).empty() && composer->state().seated(member, now).empty();
    out.closed = closed_by(session.state(), composer->state(), now);
    return PlannedRevocation{.composer = std::move(*composer), .consequences = std::move(out)};
}

}  // namespace clients
