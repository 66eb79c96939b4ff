#include <charconv>
#include <map>

#include "gateway/api/calls.hpp"
#include "gateway/limits.hpp"
#include "gateway/policy/delivery.hpp"
#include "gateway/register/decoy.hpp"
#include "protocol/wire.hpp"

namespace gateway::api {
namespace {

Response answer_submission(const Outcome& outcome, Language language) {
    if (!outcome) return problem(outcome.error().why, language, outcome.error().entry);
    return json(outcome->repeated ? 200 : 201, protocol::wire::encode_receipts(outcome->receipts));
}

// Query `after=INDEX`, or none: the first index to look at.
std::optional<std::uint64_t> first_index(std::string_view query) {
    if (query.empty()) return 0;
    constexpr std::string_view name = "after=";
    if (!query.starts_with(name)) return std::nullopt;
    query.remove_prefix(name.size());
    std::uint64_t after = 0;
    const auto [end, error] = std::from_chars(query.data(), query.data() + query.size(), after);
    const bool whole = error == std::errc{} && end == query.data() + query.size() && std::to_string(after) == query;
    if (!whole || after > protocol::limits::integer_max) return std::nullopt;
    return after + 1;
}

// A page's proofs share most of their nodes.
class Nodes {
public:
    explicit Nodes(const store::Snapshot& snapshot) : snapshot_(snapshot) {}
    crypto::Digest operator()(crypto::merkle::NodePosition at) {
        const auto found = known_.find(at);
        return found != known_.end() ? found->second : known_.emplace(at, snapshot_.node(at)).first->second;
    }

private:
    const store::Snapshot& snapshot_;
    std::map<crypto::merkle::NodePosition, crypto::Digest> known_;
};

// Everything that is the reader's from index `from`, as far as one page holds.
protocol::wire::Page make_page(const store::Snapshot& snapshot, const Register::Fresh& fresh, const protocol::Person& reader,
                               std::uint64_t from, std::int64_t now) {
    const auto& state = *fresh.view->state;
    const auto size = fresh.view->size();
    protocol::wire::Page page{.checkpoint = fresh.note, .next = size, .more = false, .deliveries = {}};
    Nodes nodes(snapshot);
    policy::Cursor cursor(snapshot, policy::streams_of(state, reader, now), from);
    std::size_t bytes = 0;
    while (const auto index = cursor.next()) {
        if (*index >= size) break;  // committed after the view: its claims are not applied in it yet
        auto shared = policy::shared_entry(snapshot, state, reader, *index, now);
        if (!shared) continue;
        const bool full = page.deliveries.size() == protocol::limits::delivery_entries_max ||
                          (!page.deliveries.empty() && bytes + shared->entry.size() > protocol::limits::delivery_bytes_max);
        if (full) {
            page.next = *index;
            page.more = true;
            break;
        }
        bytes += shared->entry.size();
        page.deliveries.push_back(
            {.index = *index, .leaf = std::move(shared->stored.leaf),
             .proof = crypto::merkle::inclusion_proof(*index, size, [&](auto at) { return nodes(at); }),
             .delivered = shared->share == policy::Share::whole ? protocol::Delivered::whole : protocol::Delivered::header_only,
             .entry = std::move(shared->entry)});
    }
    page.next = std::max(page.next, from);
    return page;
}

}  // namespace

Reply submit(const Services&, const Head& head, const crypto::Bytes& body) {
    std::vector<crypto::Bytes> parts;
    if (head.content_type == protocol::wire::entry_type) {
        parts.push_back(body);
    } else {
        auto batch = protocol::wire::parse_batch(body);
        if (!batch) return problem(batch.error(), head.language);
        parts = std::move(*batch);
    }
    Submission submission;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto entry = protocol::parse_entry(parts[i]);
        if (!entry) return problem(entry.error(), head.language, i);
        submission.entries.push_back(std::move(*entry));
    }
    return Pending{.job = std::move(submission), .answer = answer_submission};
}

Response list_entries(const Services& services, const Plan& plan, const Head& head) {
    const auto from = first_index(plan.query);
    if (!from) return problem(errc::malformed_request, head.language);
    const auto fresh = services.published.fresh();
    const auto now = services.published.now();
    const auto* reader = caller_in(*fresh.view, plan, now);
    if (!reader) return problem(errc::certificate_required, head.language);
    const auto snapshot = services.store.snapshot();  // opened after the view: holds at least what the view does
    const auto page = make_page(*snapshot, fresh, *reader, *from, now);
    return {.status = 200, .content_type = std::string(protocol::wire::deliveries_type),
            .body = protocol::wire::encode_page(page), .headers = {{"Cache-Control", "no-store"}}};
}

Response entry(const Services& services, const Plan& plan, const Head& head) {
    const auto view = services.published.view();
    const auto now = services.published.now();
    const auto* reader = caller_in(*view, plan, now);
    if (!reader) return problem(errc::certificate_required, head.language);
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
