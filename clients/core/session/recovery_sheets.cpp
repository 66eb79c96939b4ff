#include "clients/core/session/recovery_sheets.hpp"

#include <algorithm>

#include "clients/core/session/turn.hpp"
#include "clients/core/session/upkeep.hpp"

namespace clients {

using namespace protocol;

namespace {

std::optional<EntryId> in_force(const Session& session) {
    const auto* recovery = session.state().recovery_in_force(session.identity().handle.member(), register_now(session));
    return recovery ? std::optional(recovery->entry) : std::nullopt;
}

Draft draft_of(RecoveryClaim claim) {
    return {.kind = Kind::recovery, .to = {}, .devices = {}, .refs = {}, .claim = std::move(claim), .content = {}};
}

}  // namespace

std::expected<Composer, Failure> plan_sheet(Session& session, const crypto::recovery::PublicKey& key, std::vector<Handle> holders,
                                            Keyring& made) {
    auto composer = session.compose();
    if (!composer) return std::unexpected(composer.error());
    const Member member = session.identity().handle.member();
    holders.push_back(session.identity().handle);
    std::ranges::sort(holders);
    const auto twice = std::ranges::unique(holders);
    holders.erase(twice.begin(), twice.end());
    const RecoveryMake make{
        .keys = {.sign = key.sign, .age = key.age}, .holders = std::move(holders), .replaces = in_force(session)};
    if (const auto error = composer->add(draft_of({.member = member, .action = make}))) return fail(error, "recovery");
    // What the sheet before could know is closed by a new epoch, which goes to this one with its past.
    const Circle circle = Circle::of(member);
    if (composer->state().stale(circle, register_now(session)))
        if (const auto error = composer->add_rotation(circle, made)) return fail(error, "rotation");
    if (const auto error = composer->add_grants_to(KeyId::of(key.sign))) return fail(error, "grant");
    return composer;
}

std::expected<Sent, Failure> end_sheet(Session& session) {
    const auto made = in_force(session);
    if (!made) return fail(session_errc::no_sheet);
    auto composer = session.compose();
    if (!composer) return std::unexpected(composer.error());
    const RecoveryClaim claim{.member = session.identity().handle.member(), .action = RecoveryEnd{.replaces = *made}};
    if (const auto error = composer->add(draft_of(claim))) return fail(error);
    return session.send(*composer, nullptr);
}

bool wants_sheet(const Session& session) {
    if (!session.joined() || !session.state().founded()) return false;
    const std::int64_t now = register_now(session);
    const Handle& handle = session.identity().handle;
    const Person* me = session.state().find_active(handle, now);
    return me && me->role == Role::focal_point && session.state().seated(handle.member(), now).size() == 1 && !in_force(session);
}

std::vector<Circle> closed_circles(const Session& session) {
    std::vector<Circle> out;
    const std::int64_t now = register_now(session);
    const Person* me = session.state().find_active(session.identity().handle, now);
    for (const Circle& circle : rotation_order(session.state()))
        if (me && session.state().belongs(*me, circle, now) && session.state().stale(circle, now)) out.push_back(circle);
    return out;
}

}  // namespace clients
