#include "gateway/api/calls.hpp"
#include "gateway/api/page.hpp"
#include "gateway/policy/delivery.hpp"
#include "gateway/register/decoy.hpp"
#include "protocol/wire.hpp"

namespace gateway::api {

Response answer_submission(const Outcome& outcome, Language language) {
    if (!outcome) return problem(outcome.error().why, language, outcome.error().entry);
    return json(outcome->repeated ? 200 : 201, protocol::wire::encode_receipts(outcome->receipts));
}

std::expected<Submission, Refusal> submission_of(protocol::wire::SubmissionType type, crypto::Bytes bytes,
                                                 const Caller& carrier) {
    std::vector<crypto::Bytes> parts;
    if (type == protocol::wire::SubmissionType::entry) {
        parts.push_back(std::move(bytes));
    } else {
        auto batch = protocol::wire::parse_batch(bytes);
        if (!batch) return std::unexpected(Refusal{.why = batch.error(), .entry = {}});
        parts = std::move(*batch);
    }
    Submission submission{.entries = {}, .carrier = carrier.pin};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto entry = protocol::parse_entry(parts[i]);
        if (!entry) return std::unexpected(Refusal{.why = entry.error(), .entry = i});
        submission.entries.push_back(std::move(*entry));
    }
    return submission;
}

Reply submit(const Plan& plan, const Head& head, crypto::Bytes body) {
    using protocol::wire::SubmissionType;
    const auto type = head.content_type == protocol::wire::entry_type ? SubmissionType::entry : SubmissionType::batch;
    auto submission = submission_of(type, std::move(body), *plan.caller);
    if (!submission) return problem(submission.error().why, head.language, submission.error().entry);
    return Pending{.job = std::move(*submission), .answer = answer_submission};
}

Reply list_entries(const Services& services, const Plan& plan, const Head& head) {
    const auto query = parse_delivery_query(plan.query);
    if (!query) return problem(errc::malformed_request, head.language);
    const auto fresh = services.published.fresh();
    const auto now = services.published.now();
    const auto* reader = find_caller(*fresh.view->state, *plan.caller, now);
    if (!reader) return problem(errc::not_designated, head.language);
    const auto snapshot = services.store.snapshot();  // opened after the view: holds at least what the view does
    const auto page = make_page(*snapshot, fresh, *reader, query->from, now);
    if (page.deliveries.empty() && plan.patient && query->wait.count() > 0) return NothingYet{query->wait};
    return Response{.status = 200, .content_type = std::string(protocol::wire::deliveries_type),
                    .body = protocol::wire::encode_page(page), .headers = {{"Cache-Control", "no-store"}}};
}

Response entry(const Services& services, const Plan& plan, const Head& head) {
    const auto view = services.published.view();
    const auto now = services.published.now();
    const auto* reader = find_caller(*view->state, *plan.caller, now);
    if (!reader) return problem(errc::not_designated, head.language);
    const auto snapshot = services.store.snapshot();
    // Absent, not yet published and not for this reader answer alike, and after the same work: for an absent one another entry
    // is opened and judged in its stead.
    const auto id = protocol::parse_id(plan.argument).value_or(protocol::EntryId{});
    const auto index = snapshot->find(id);
    const bool there = index && *index < view->size();
    auto shared = policy::shared_head(*snapshot, *view->state, *reader, there ? *index : decoy_index(id, view->size()), now);
    if (!there || !shared) return problem(errc::not_found, head.language);
    policy::add_body(*snapshot, *shared);
    return {.status = 200, .content_type = std::string(protocol::wire::entry_type), .body = std::move(shared->entry),
            .headers = {{"Cache-Control", "no-store"},
                        {"NFP-Delivered", shared->share == policy::Share::whole ? "whole" : "header-only"}}};
}

}  // namespace gateway::api
