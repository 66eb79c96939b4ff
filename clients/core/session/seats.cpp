#include "clients/core/session/seats.hpp"

#include <algorithm>

#include "clients/core/session/claims_walk.hpp"
#include "clients/core/session/joining.hpp"
#include "clients/core/session/marked.hpp"
#include "protocol/enrolment.hpp"

namespace clients {

using namespace protocol;

namespace {

using What = AuthorityChange::What;

// A founding waits for its confirmation whatever becomes of the founder: somebody whom they let in may sit there after them.
bool is_superseded(const AuthorityChange& earlier, const AuthorityChange& later) {
    if (!earlier.is_alarm() || earlier.member != later.member) return false;
    return earlier.what == What::seat_emptied || later.what == What::seat_founded;
}

struct FirstKeys {
    DesignationClaim designation;
    Handle inviter;
    crypto::VerifyKey inviter_key;
};

std::optional<crypto::VerifyKey> signing_key_of(Session& session, const KeyId& key) {
    std::optional<crypto::VerifyKey> found;   // a revoked one too: the inviter may have gone
    each_claim(session, [&](const Header&, const Claim& claim, std::int64_t) {
        if (const auto* keys = keys_in(claim); keys && KeyId::of(keys->sign) == key) found = keys->sign;
        return !found.has_value();
    });
    return found;
}

// From the designation in force back to the one with which the person came. A proposal of the same handle that never took effect
// is none of these: its keys may be somebody else's, and so would be the words.
std::optional<FirstKeys> first_keys(Session& session, const Handle& handle) {
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
        return FirstKeys{.designation = *designation, .inviter = entry->header.author, .inviter_key = *inviter};
    }
    return std::nullopt;
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

crypto::SafetyWords words_with(Session& session, const FirstKeys& keys, const Pins& pins) {
    // Of an invitation the words cover only what the register has too; the rest is empty here.
    const auto& designation = keys.designation;
    const Invitation invitation{.network = session.state().network(), .gateway = {}, .pins = pins, .inviter = keys.inviter,
                                .inviter_key = keys.inviter_key, .handle = designation.handle, .role = designation.role,
                                .expires = 0, .token = {}, .network_epoch = 0, .network_key = designation.keys.age,
                                .founds_epoch = 0};
    return crypto::safety_words(crypto::as_bytes(enrolment_line(invitation, designation.keys)));
}

}  // namespace

std::vector<AuthorityChange> open_changes(Session& session) {
    std::vector<AuthorityChange> out;
    const Person* me = session.joined() ? session.state().find_person(session.identity().handle) : nullptr;
    if (!me) return out;
    const auto confirmed = marked(session.store(), Mark::confirmed);
    const auto acknowledged = marked(session.store(), Mark::acknowledged);
    for (const AuthorityChange& change : session.view().changes) {
        // What was before their time is not for them to compare: they knew nobody. Nor is their own seat. In the same second:
        // rather a word too many.
        if (change.time < me->from || change.member == me->handle.member()) continue;
        if (change.is_alarm())   // a later one says what there is to know of the seat
            std::erase_if(out, [&](const AuthorityChange& earlier) { return is_superseded(earlier, change); });
        const bool done =
            change.what == What::seat_founded ? confirmed.contains(change.entry) : acknowledged.contains(change.entry);
        if (!done) out.push_back(change);
    }
    return out;
}

void acknowledge(Session& session, const std::vector<AuthorityChange>& changes) {
    std::set<EntryId> entries;
    for (const AuthorityChange& change : changes)
        if (change.what != What::seat_founded) entries.insert(change.entry);
    mark(session.store(), Mark::acknowledged, entries);
}

std::set<Circle> unconfirmed_seats(Session& session) {
    std::set<Circle> out;
    for (const AuthorityChange& change : open_changes(session))
        if (change.what == What::seat_founded) out.insert(Circle::of(*change.member));
    return out;
}

std::expected<crypto::SafetyWords, Failure> words_of_person(Session& session, const Handle& handle) {
    const auto keys = first_keys(session, handle);
    if (!keys) return fail(session_errc::unknown_reference, handle.text());
    const bool own = handle == session.identity().handle;
    const auto pins = own ? invited_pins(session) : std::nullopt;
    return words_with(session, *keys, pins.value_or(session.state().genesis().pins));
}

std::expected<void, Failure> confirm_seat(Session& session, const Handle& handle, std::string_view typed_words) {
    const auto changes = open_changes(session);
    const auto change = std::ranges::find_if(changes, [&](const AuthorityChange& one) {
        return one.what == What::seat_founded && one.persons.front() == handle;
    });
    if (change == changes.end()) return fail(session_errc::no_alarm, handle.text());
    const auto keys = first_keys(session, handle);
    if (!keys) return fail(session_errc::unknown_reference, handle.text());
    const auto typed = crypto::parse_safety_words(typed_words);
    const auto agrees = [&](const Pins& pins) { return *typed == words_with(session, *keys, pins); };
    if (!typed || !std::ranges::any_of(pins_ever(session), agrees)) return fail(session_errc::words_mismatch, handle.text());
    mark(session.store(), Mark::confirmed, {change->entry});
    return {};
}

}  // namespace clients
