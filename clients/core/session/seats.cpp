#include "clients/core/session/seats.hpp"

#include <algorithm>

#include "clients/core/session/marked.hpp"
#include "clients/core/session/register_words.hpp"

namespace clients {

using namespace protocol;

namespace {

using What = AuthorityChange::What;

// A founding waits for its confirmation whatever becomes of the founder: somebody whom they let in may sit there after them.
bool is_superseded(const AuthorityChange& earlier, const AuthorityChange& later) {
    if (!earlier.is_alarm() || earlier.member != later.member) return false;
    return earlier.what == What::seat_emptied || later.what == What::seat_founded;
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

std::expected<void, Failure> confirm_seat(Session& session, const Handle& handle, std::string_view typed_words) {
    const auto changes = open_changes(session);
    const auto change = std::ranges::find_if(changes, [&](const AuthorityChange& one) {
        return one.what == What::seat_founded && one.persons.front() == handle;
    });
    if (change == changes.end()) return fail(session_errc::no_alarm, handle.text());
    const auto keys = first_keys(session, handle);
    if (!keys) return fail(session_errc::unknown_reference, handle.text());
    if (!are_words_of(session, *keys, typed_words)) return fail(session_errc::words_mismatch, handle.text());
    mark(session.store(), Mark::confirmed, {change->entry});
    return {};
}

}  // namespace clients
