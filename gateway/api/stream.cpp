#include "gateway/api/stream.hpp"

#include "gateway/api/calls.hpp"
#include "gateway/api/page.hpp"

namespace gateway::api {
namespace {

namespace wire = protocol::wire;

const protocol::Person* reader_in(const View& view, const StreamReader& reader, std::int64_t now) {
    const auto* person = view.state->find_by_pin(reader.pin, now);
    return person && person->handle == reader.handle ? person : nullptr;
}

}  // namespace

std::expected<StreamReader, std::error_code> start_stream(const Plan& plan, const Head& head) {
    const auto query = parse_delivery_query(plan.query);
    if (!query || query->wait.count() > 0 || !plan.caller || !head.pin) return std::unexpected(make_error_code(errc::malformed_request));
    return StreamReader{.handle = *plan.caller, .pin = *head.pin, .language = head.language, .next = query->from, .last_submission = {}};
}

bool is_designated(const Services& services, const StreamReader& reader) {
    return reader_in(*services.published.view(), reader, services.published.now()) != nullptr;
}

std::expected<StreamDelivery, std::error_code> deliver(const Services& services, StreamReader& reader) {
    const auto fresh = services.published.fresh();
    const auto now = services.published.now();
    const auto* person = reader_in(*fresh.view, reader, now);
    if (!person) return std::unexpected(make_error_code(errc::certificate_required));
    const auto snapshot = services.store.snapshot();  // opened after the view: holds at least what the view does
    const auto page = make_page(*snapshot, fresh, *person, reader.next, now);
    reader.next = page.next;
    return StreamDelivery{.message = wire::encode_page(page), .empty = page.deliveries.empty(), .more = page.more};
}

std::expected<StreamJob, std::error_code> take_submission(StreamReader& reader, crypto::ByteView message) {
    auto submission = wire::parse_submission(message);
    if (!submission || (reader.last_submission && submission->sequence <= *reader.last_submission))
        return std::unexpected(make_error_code(errc::malformed_request));
    reader.last_submission = submission->sequence;
    StreamJob out{.sequence = submission->sequence, .job = Submission{}};
    auto parsed = submission_of(submission->type, std::move(submission->bytes));
    if (parsed) out.job = std::move(*parsed);
    else out.job = parsed.error();
    return out;
}

crypto::Bytes answer_message(std::uint64_t sequence, const Outcome& outcome, Language language) {
    wire::StreamAnswer answer{.sequence = sequence, .repeated = false, .result = {}};
    if (outcome) {
        answer.repeated = outcome->repeated;
        answer.result = outcome->receipts;
    } else {
        answer.result = std::unexpected(problem_of(outcome.error().why, language, outcome.error().entry));
    }
    return wire::encode_answer(answer);
}

}  // namespace gateway::api
