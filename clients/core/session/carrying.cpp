#include "clients/core/session/carrying.hpp"

#include <algorithm>

#include "clients/core/net/answers.hpp"
#include "clients/core/session/joining.hpp"

namespace clients {

using namespace protocol;

namespace {

// The outbox holds what was sealed here: anything else is a bug, and throws.
EntryId first_id(const OutboxItem& item) { return parse_entry(item.entries.front()).value().id; }

wire::StreamSubmission submission_of(const OutboxItem& item) {
    const bool single = item.entries.size() == 1;
    return {.sequence = wire::carriage_number(first_id(item)),
            .type = single ? wire::SubmissionType::entry : wire::SubmissionType::batch,
            .bytes = single ? item.entries.front() : wire::encode_batch(item.entries)};
}

std::optional<OutboxItem> find_item(Session& session, std::uint64_t carriage_number) {
    for (OutboxItem& item : session.store().outbox())
        if (wire::carriage_number(first_id(item)) == carriage_number) return std::move(item);
    return std::nullopt;
}

// What this home itself says of these bytes, by the register as it is known now. Nothing: it cannot say.
std::optional<std::error_code> judged_now(Session& session, const OutboxItem& item) {
    auto composer = session.compose(Reach::carrier);
    if (!composer) return std::nullopt;
    for (const auto& bytes : item.entries)
        if (const auto error = composer->add(parse_entry(bytes).value())) return error;
    return std::error_code{};
}

// The same draft, sealed to the present epoch. It has another id, so no answer to the old bytes can meet it.
void reseal(Session& session, OutboxItem item, Brought& out) {
    const auto sealed = session.seal_again(item, Reach::carrier);
    if (sealed) ++out.resealed;
    else if (sealed.error().code == session_errc::draft_refused) out.refused.push_back(sealed.error());
    else out.waiting.push_back(sealed.error());
}

// A refusal is signed by nobody. It counts where this home, with the register that came along, judges the same.
void settle_refusal(Session& session, const OutboxItem& item, const Problem& problem, Brought& out) {
    if (session.store().entry_by_id(first_id(item))) {   // in the register all the same: verified there
        session.store().remove_outbox(item.key);
        return;
    }
    Failure why{.code = code_of(problem), .problem = problem, .detail = {}};
    const auto judged = judged_now(session, item);
    const bool is_upkeep = item.draft.empty();
    if (!judged || !*judged) return out.doubted.push_back(std::move(why));
    if (*judged == errc::stale_epoch && !is_upkeep) return reseal(session, item, out);
    session.discard(item);
    const bool of_no_interest = is_upkeep && came_second({.code = *judged, .problem = {}, .detail = {}});
    if (!of_no_interest) out.refused.push_back(std::move(why));
}

}  // namespace

std::expected<wire::OutgoingBundle, Failure> outgoing_bundle(Session& session) {
    if (!session.joined()) return fail(session_errc::no_identity);
    wire::OutgoingBundle out{.network = session.identity().network, .person = session.identity().handle,
                             .from = session.wanted_from(), .checkpoint = {}, .enrolment = waiting_enrolment(session),
                             .submissions = {}};
    if (!session.view().checkpoint.empty()) out.checkpoint = session.view().checkpoint;
    std::size_t room = protocol::limits::bundle_bytes_max - protocol::limits::bundle_part_room_bytes;
    for (const OutboxItem& item : session.store().outbox()) {
        auto submission = submission_of(item);
        const bool fits = submission.bytes.size() <= room && out.submissions.size() < protocol::limits::bundle_parts_max;
        if (!fits) break;   // with the next one
        room -= submission.bytes.size();
        out.submissions.push_back(std::move(submission));
    }
    return out;
}

std::expected<Brought, Failure> bring_in(Session& session, wire::ReturningBundle bundle) {
    if (!session.joined()) return fail(session_errc::no_identity);
    if (bundle.network != session.identity().network) return fail(errc::wrong_network);
    if (bundle.person != session.identity().handle) return fail(session_errc::bundle_not_mine, bundle.person.text());
    Brought out;
    for (const auto& answer : bundle.answers) {
        if (!answer.result) continue;
        const auto item = find_item(session, answer.sequence);
        if (!item) continue;   // carried twice
        auto sent = session.settle(*item, *answer.result);
        if (!sent) return std::unexpected(sent.error());
        out.receipts.insert(out.receipts.end(), sent->receipts.begin(), sent->receipts.end());
    }
    auto taken = session.take_carried(std::move(bundle.pages), bundle.from);
    if (!taken) return std::unexpected(taken.error());
    out.report = std::move(*taken);
    note_admission(session);
    for (const auto& answer : bundle.answers)
        if (!answer.result)
            if (const auto item = find_item(session, answer.sequence)) settle_refusal(session, *item, answer.result.error(), out);
    return out;
}

std::optional<std::int64_t> checkpoint_time(const Session& session) {
    if (!session.state().founded()) return std::nullopt;
    const auto checkpoint = open_checkpoint(session.view().checkpoint, session.state().genesis().log);
    return checkpoint ? std::optional(checkpoint->commitments.time) : std::nullopt;
}

}  // namespace clients
