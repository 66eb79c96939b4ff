#include "clients/core/session/upkeep.hpp"

#include <algorithm>

#include "clients/core/session/limits.hpp"
#include "clients/core/session/turn.hpp"
#include "protocol/limits.hpp"
#include "protocol/register_chain.hpp"

namespace clients {

using namespace protocol;

namespace {

// When the present state of things came about, by the register: the last governing entry, or a term that has ended since.
std::int64_t began(Session& session, std::int64_t now) {
    std::int64_t since = 0;
    if (!session.view().governing.empty())
        if (const auto stored = session.store().entry_at(session.view().governing.back()))
            if (const auto leaf = parse_leaf(stored->leaf)) since = leaf->time;
    for (const auto& [handle, person] : session.state().persons())
        if (person.until && *person.until <= now) since = std::max(since, *person.until);
    return since;
}

// Since when this client has seen that the epoch is to be followed by another.
std::int64_t awaited_since(Session& session, const CircleEpoch& epoch, std::int64_t now) {
    const std::string name = "awaited " + epoch.circle.text();
    const std::string mark = std::to_string(epoch.epoch) + " ";
    const auto kept = session.store().value(name);
    const auto text = kept ? crypto::as_text(*kept) : std::string_view{};
    if (text.starts_with(mark)) return std::stoll(std::string(text.substr(mark.size())));
    session.store().put_value(name, crypto::to_secret(mark + std::to_string(now)));
    return now;
}

class Finder {
public:
    explicit Finder(Session& session)
        : session_(session), state_(session.state()), now_(register_now(session)), began_(began(session, now_)),
          me_(session.joined() ? state_.find_active(session.identity().handle, now_) : nullptr) {}

    std::vector<Chore> find() {
        if (!me_ || !me_->devices.contains(session_.identity().key_id())) return {};
        for (const auto& [circle, state] : state_.circles())
            if (state_.belongs(*me_, circle, now_)) add_complaints(circle);
        for (const Circle& circle : rotation_order(state_))
            if (hands_over(state_, *me_, circle, now_)) add_rotation(circle);
        add_grants();
        return std::move(out_);
    }

private:
    std::int64_t turn(const EntryId& cause, const std::vector<Handle>& able) const {
        return began_ + turn_delay_s(cause, me_->handle, able);
    }
    EntryId cause(const Circle& circle) const {
        const CircleState& known = *state_.find_circle(circle);
        return known.epochs.empty() ? state_.network() : known.epochs.rbegin()->second.rotation;
    }
    bool holds(const CircleEpoch& epoch) const {
        return session_.keyring().find_published(epoch, state_) != nullptr;
    }

    void add_complaints(const Circle& circle);
    void add_rotation(const Circle& circle);
    void add_grants();

    Session& session_;
    const NetworkState& state_;
    std::int64_t now_;
    std::int64_t began_;
    const Person* me_;
    std::vector<Chore> out_;
};

// Is there a body in this entry that this reader found wrong? It was valid, so the state speaks of it.
bool opened_badly(Session& session, const EntryId& id) {
    const auto stored = session.store().entry_by_id(id);
    return stored && !stored->fault.empty();
}

void Finder::add_complaints(const Circle& circle) {
    const CircleState& known = *state_.find_circle(circle);
    if (known.epochs.empty()) return;
    const auto last = known.complained.find(me_->handle.member());
    if (last != known.complained.end() && now_ < last->second + protocol::limits::complaint_interval_s_min) return;
    const auto accuse = [&](const EntryId& entry, const Handle& author) {
        const bool said = std::ranges::find(known.complaints, entry, &Complaint::entry) != known.complaints.end();
        if (author == me_->handle || said || !opened_badly(session_, entry)) return false;
        out_.push_back({.what = Chore::What::complaint, .circle = circle, .to = {}, .epochs = {}, .against = entry,
                        .accused = author, .turn = 0});
        return true;
    };
    const EpochState& current = known.epochs.rbegin()->second;
    if (accuse(current.rotation, current.rotator)) return;
    for (const Granted& grant : current.grants)
        if (accuse(grant.entry, grant.author)) return;
}

void Finder::add_rotation(const Circle& circle) {
    const auto due = state_.due(circle, now_);
    const std::uint64_t current = state_.find_circle(circle)->current();
    if (!due || due.accused.contains(me_->handle) || state_.rotation_audience(circle, now_).empty()) return;
    const auto able = who_could(state_, circle, due.accused, now_);
    Chore rotation{.what = Chore::What::rotation, .circle = circle, .to = {}, .epochs = {}, .against = {}, .accused = {},
                   .turn = turn(cause(circle), able), .why = due.why};
    // Who holds the secret makes the next epoch, so that the past goes with it. They may be away, or be nobody any more.
    rotation.hands_on = current == 0 || holds({circle, current}) || due.why == Due::Why::complaint || able.empty();
    if (!rotation.hands_on)
        rotation.turn = std::max(rotation.turn, awaited_since(session_, {circle, current}, now_) + limits::absence_patience_s);
    out_.push_back(std::move(rotation));
}

void Finder::add_grants() {
    for (MissingGrant& grant : grants_within_reach(state_, session_.identity(), session_.keyring(), now_)) {
        const auto turn_at = turn(cause(grant.circle), who_could(state_, grant.circle, {}, now_));
        out_.push_back({.what = Chore::What::grant, .circle = grant.circle, .to = grant.to, .epochs = std::move(grant.epochs),
                        .against = {},
                        .accused = {}, .turn = turn_at});
    }
}

// One chore as a batch of its own: what comes second to somebody else's takes nothing down with it.
std::expected<Sent, Failure> perform(Session& session, const Chore& chore) {
    auto composer = session.compose();
    if (!composer) return std::unexpected(composer.error());
    Keyring made;
    std::error_code error;
    switch (chore.what) {
        case Chore::What::complaint:
            error = composer->add({.kind = Kind::complaint, .to = {}, .devices = {}, .refs = {},
                                   .claim = ComplaintClaim{.entry = *chore.against}, .content = {}});
            break;
        case Chore::What::rotation: error = composer->add_rotation(chore.circle, made); break;
        case Chore::What::grant:
            error = composer->add_grant({.circle = chore.circle, .to = *chore.to, .epochs = chore.epochs});
            break;
    }
    if (error) return fail(error);
    return session.send(*composer, nullptr, std::move(made));
}

// Was the way there lost, or the gateway caught in a lie? Then everything ends; else the chore alone.
bool is_fatal(const Failure& failure) {
    const bool of_net = failure.code.category() == make_error_code(net_errc::closed).category();
    return !failure.problem && (of_net || failure.code == errc::receipt_invalid);
}

// Would every chore fail the same way: the clock is off, an update is needed?
bool hinders_all(const Failure& failure) {
    return failure.code.category() == make_error_code(session_errc::clock_off).category();
}

// Was the entry right when it was made, and the register moved on before it came there? A member circle became fresh, so that
// another audience is due; the epoch that it was sealed to was followed by another; or a device has gone.
bool was_overtaken(const Failure& failure) {
    const auto& code = failure.code;
    return failure.problem && (code == errc::audience_not_allowed || code == errc::stale_epoch || code == errc::unknown_circle);
}

// The same thing to do, whatever has become of whose turn it is.
bool same_work(const Chore& a, const Chore& b) {
    return a.what == b.what && a.circle == b.circle && a.to == b.to && a.epochs == b.epochs && a.against == b.against;
}

class Tending {
public:
    Tending(Session& session, const std::vector<Circle>& needed) : session_(session), needed_(needed) {}

    std::expected<Upkeep, Failure> run() {
        out_.forgotten = forget_overdue(session_);   // first: an epoch made here would hand them on
        for (std::size_t count = 0; count < limits::chores_max; ++count) {
            const auto chore = next();
            if (!chore) break;
            const auto goes_on = attempt(*chore);
            if (!goes_on) return std::unexpected(goes_on.error());
            if (!*goes_on) break;
        }
        if (!out_.done.empty() || !session_.awaited_circles().empty())   // what waited for a new epoch, by whomever
            if (const auto flushed = session_.flush_outbox(); !flushed) return std::unexpected(flushed.error());
        return std::move(out_);
    }

private:
    // False: the next one would fail as this one did.
    std::expected<bool, Failure> attempt(const Chore& chore) {
        const std::uint64_t known = session_.view().next;
        const auto sent = perform(session_, chore);
        if (!sent && is_fatal(sent.error())) return std::unexpected(sent.error());
        if (sent) count_in(chore, *sent);
        const bool hindered = !sent && hinders_all(sent.error());
        if (!hindered)
            if (const auto synced = session_.sync(); !synced) return std::unexpected(synced.error());
        // Another look says what is due now.
        if (!sent && was_overtaken(sent.error()) && session_.view().next > known) return true;
        tried_.push_back(chore);
        if (!sent && !came_second(sent.error())) out_.failed.push_back({.chore = chore, .why = sent.error()});
        return !hindered;
    }

    // The first whose turn it is, and that was not tried: the same again would fare the same.
    std::optional<Chore> next() {
        out_.next_turn.reset();
        const std::int64_t now = register_now(session_);
        for (Chore& chore : chores(session_)) {
            if (std::ranges::any_of(tried_, [&](const Chore& tried) { return same_work(tried, chore); })) continue;
            const bool at_once = chore.what == Chore::What::rotation && chore.hands_on &&
                                 std::ranges::find(needed_, chore.circle) != needed_.end();
            if (at_once || chore.turn <= now) return std::move(chore);
            out_.next_turn = std::min(out_.next_turn.value_or(chore.turn), chore.turn);
        }
        return std::nullopt;
    }

    void count_in(const Chore& chore, const Sent& sent) {
        out_.done.push_back(chore);
        out_.entries += sent.receipts.size();
        out_.bytes += sent.bytes;
    }

    Session& session_;
    std::vector<Circle> needed_;
    std::vector<Chore> tried_;
    Upkeep out_;
};

}  // namespace

std::int64_t register_now(const Session& session) {
    std::int64_t now = std::max(unix_now(), session.view().time);
    if (!session.state().founded()) return now;
    const auto checkpoint = open_checkpoint(session.view().checkpoint, session.state().genesis().log);
    return checkpoint ? std::max(now, checkpoint->commitments.time) : now;
}

std::vector<Chore> chores(Session& session) {
    if (!session.joined() || !session.state().founded()) return {};
    return Finder(session).find();
}

std::expected<Upkeep, Failure> tend(Session& session, const std::vector<Circle>& needed) {
    auto all = session.awaited_circles();
    all.insert(all.end(), needed.begin(), needed.end());
    return Tending(session, all).run();
}

}  // namespace clients
