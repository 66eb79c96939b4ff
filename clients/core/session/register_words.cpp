#include "clients/core/session/register_words.hpp"

#include <algorithm>

#include "clients/core/session/claims_walk.hpp"
#include "protocol/enrolment.hpp"

namespace clients {

using namespace protocol;

namespace {

std::optional<crypto::VerifyKey> signing_key_of(Session& session, const KeyId& key) {
    std::optional<crypto::VerifyKey> found;   // a revoked one too: the inviter may have gone
    each_claim(session, [&](const Header&, const Claim& claim, std::int64_t) {
        if (const auto* keys = keys_in(claim); keys && KeyId::of(keys->sign) == key) found = keys->sign;
        return !found.has_value();
    });
    return found;
}

// The pins that an invitation can have had: every set that was ever decided, the first ones in front.
std::vector<Pins> pins_ever(Session& session) {
    std::vector<Pins> out;
    each_claim(session, [&](const Header&, const Claim& claim, std::int64_t) {
        if (const auto* genesis = std::get_if<GenesisClaim>(&claim)) out.push_back(genesis->pins);
        if (const auto* gateway = std::get_if<GatewayClaim>(&claim)) out.push_back(gateway->pins);
        return true;
    });
    return out;
}

}  // namespace

// From the designation in force back to the one with which the person came. A proposal of the same handle that never took effect
// is none of these: its keys may be somebody else's, and so would be the words.
std::optional<EnrolledKeys> first_keys(Session& session, const Handle& handle) {
    const Person* person = session.state().find_person(handle);
    auto id = person ? std::optional(person->designation) : std::nullopt;
    while (id) {
        const auto stored = session.store().entry_by_id(*id);
        const auto entry = stored ? parse_entry(stored->entry, stored->delivered)
                                  : std::unexpected(make_error_code(errc::malformed_entry));
        const auto claim = entry ? parse_claim(entry->header) : std::unexpected(entry.error());
        const auto* designation = claim ? std::get_if<DesignationClaim>(&*claim) : nullptr;
        if (!designation) return std::nullopt;   // a founder came with genesis: nobody invited them
        id = designation->replaces;
        if (id) continue;
        const auto inviter = signing_key_of(session, entry->header.key);
        if (!inviter) return std::nullopt;
        return EnrolledKeys{.designation = *designation, .inviter = entry->header.author, .inviter_key = *inviter};
    }
    return std::nullopt;
}

bool brings_new_keys(const NetworkState& state, const DesignationClaim& designation) {
    const Person* person = state.find_person(designation.handle);
    const auto is_theirs = [&](const auto& device) { return device.second == designation.keys; };
    return !person || std::ranges::none_of(person->devices, is_theirs);
}

std::optional<EnrolledKeys> proposed_keys(Session& session, const Proposal& proposal) {
    const auto* designation = std::get_if<DesignationClaim>(&proposal.claim);
    if (!designation) return std::nullopt;
    const auto inviter = signing_key_of(session, proposal.source.key);
    if (!inviter) return std::nullopt;
    return EnrolledKeys{.designation = *designation, .inviter = proposal.source.author, .inviter_key = *inviter};
}

crypto::SafetyWords words_of(const Session& session, const EnrolledKeys& keys, const Pins& pins) {
    // Of an invitation the words cover only what the register has too; the rest is empty here.
    const auto& designation = keys.designation;
    const Invitation invitation{.network = session.state().network(), .gateway = {}, .pins = pins, .inviter = keys.inviter,
                                .inviter_key = keys.inviter_key, .handle = designation.handle, .role = designation.role,
                                .expires = 0, .token = {}, .network_epoch = 0, .network_key = designation.keys.age,
                                .founds_epoch = 0};
    return crypto::safety_words(crypto::as_bytes(enrolment_line(invitation, designation.keys)));
}

bool are_words_of(Session& session, const EnrolledKeys& keys, std::string_view typed) {
    const auto words = crypto::parse_safety_words(typed);
    return words &&
           std::ranges::any_of(pins_ever(session), [&](const Pins& pins) { return *words == words_of(session, keys, pins); });
}

std::expected<crypto::SafetyWords, Failure> words_of_person(Session& session, const Handle& handle) {
    const auto keys = first_keys(session, handle);
    if (!keys) return fail(session_errc::unknown_reference, handle.text());
    const bool own = handle == session.identity().handle;
    const auto pins = own ? invited_pins(session) : std::nullopt;
    return words_of(session, *keys, pins.value_or(session.state().genesis().pins));
}

}  // namespace clients
