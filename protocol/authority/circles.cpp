// Groups and who is in them; how long a circle keeps what it no longer needs.
#include "protocol/authority/act.hpp"

namespace protocol::authority {
namespace {

std::error_code judge_admission(const Act& act, const CircleClaim& claim) {
    const Person* person = act.state.find_active(*claim.person, act.at.time);
    if (!person) return errc::not_current;
    if (person->seated()) return errc::role_unsupported;  // their member joins, with all who sit for it
    return claim.until && *claim.until <= act.at.time ? errc::malformed_claim : std::error_code{};
}

}  // namespace

std::error_code judge(const Act& act, const CircleClaim& claim) {
    using Action = CircleClaim::Action;
    const CircleState* circle = act.state.find_circle(claim.circle);
    const bool member_decides = claim.action == Action::join || claim.action == Action::leave;
    if (!member_decides && !act.by_officer()) return errc::not_authorised;
    if (claim.action == Action::create) return circle ? errc::already_exists : std::error_code{};
    if (!circle) return errc::unknown_circle;
    if (claim.action == Action::admit) return judge_admission(act, claim);
    if (claim.action == Action::dismiss) return circle->admitted.contains(*claim.person) ? std::error_code{} : errc::not_current;
    const bool joined = circle->joined.contains(act.author.handle.member());
    return joined == (claim.action == Action::join) ? errc::already_exists : std::error_code{};
}

std::error_code judge(const Act& act, const RetentionClaim& claim) {
    const CircleState* circle = act.state.find_circle(claim.circle);
    if (!circle) return errc::unknown_circle;
    bool may = act.by_officer();
    if (claim.circle.type() == Circle::Type::state) may = act.by_seat_of(*claim.circle.member());
    if (const auto person = claim.circle.person()) may = act.author.handle == *person;
    if (!may) return errc::not_authorised;
    const auto current = circle->retention ? std::optional{circle->retention->entry} : std::nullopt;
    return claim.replaces == current ? std::error_code{} : errc::not_current;
}

}  // namespace protocol::authority
