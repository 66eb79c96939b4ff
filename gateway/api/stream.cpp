#include "gateway/api/stream.hpp"

#include "gateway/api/calls.hpp"
#include "gateway/api/page.hpp"

namespace gateway::api {
namespace {

namespace wire = protocol::wire;

}  // namespace

std::expected<StreamReader, std::error_code> start_stream(const Plan& plan, const Head& head) {
    const auto query = parse_delivery_query(plan.query);
    if (!query || query->wait.count() > 0) return std::unexpected(make_error_code(errc::malformed_request));
    return StreamReader{.caller = *plan.caller, .language = head.language, .next = query->from, .last_submission = {}};
}

bool is_designated(const Services& services, const StreamReader& reader) {
    return find_caller(*services.published.view()->state, reader.caller, services.published.now()) != nullptr;
}

std::expected<StreamDelivery, std::error_code> deliver(const Services& services, StreamReader& reader) {
    const auto fresh = services.published.fresh();
    const auto now = services.published.now();
    const auto* person = find_caller(*fresh.view->state, reader.caller, now);
    if (!person) return std::unexpected(make_error_code(errc::not_designated));
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
    auto parsed = submission_of(submission->type, std::move(submission->bytes), reader.caller);
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
