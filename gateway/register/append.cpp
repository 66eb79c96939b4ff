#include "gateway/register/append.hpp"

#include <algorithm>

#include "gateway/errc.hpp"
#include "gateway/limits.hpp"
#include "gateway/register/index_keys.hpp"
#include "gateway/register/stored_precedents.hpp"
#include "protocol/kinds.hpp"

namespace gateway {
namespace {

using protocol::Entry;

// A link for each circle of the audience to the entry before in it: one kept from a reader shows at the next.
std::map<protocol::Circle, crypto::Digest> links_of(const store::Snapshot& snapshot, const Entry& entry, std::uint64_t index) {
    std::map<protocol::Circle, crypto::Digest> links;
    for (const auto& to : entry.header.audience) {
        const auto* circle = std::get_if<protocol::CircleEpoch>(&to);
        if (!circle) continue;
        const auto key = circle_key(circle->circle);
        const auto count = snapshot.postings_below(key, index);
        std::optional<protocol::EntryId> previous;
        if (count > 0) previous = snapshot.head(snapshot.posting(key, count - 1).value()).id;
        links.emplace(circle->circle, protocol::link_of(circle->circle, previous));
    }
    return links;
}

std::error_code append_entry(store::Transaction& transaction, View& view, const Entry& entry, std::int64_t now) {
    const protocol::Position at{.index = view.size(), .time = std::max(now, view.head.time)};  // time never runs backwards
    if (const auto error = protocol::judge(*view.state, StoredPrecedents(transaction, at.index), entry, at)) return error;

    const auto& rule = *protocol::find_kind(entry.header.kind);
    protocol::Leaf leaf{.id = entry.id, .time = at.time, .number = {}, .links = links_of(transaction, entry, at.index)};
    if (rule.numbered) leaf.number = view.head.next_number(at.time);
    transaction.append({.head = {.index = at.index, .id = entry.id, .time = at.time, .head = protocol::entry_head(entry),
                                 .leaf = protocol::leaf_line(leaf)},
                        .body = entry.body,
                        .keys = index_keys(entry)});
    if (rule.governing) {
        auto next = std::make_shared<protocol::NetworkState>(*view.state);
        next->apply(entry, at);
        view.state = std::move(next);
    }
    transaction.put_nodes(view.head.append(leaf, rule.governing, view.state->network()));
    return {};
}

Decision refused(std::error_code why, std::optional<std::size_t> entry = {}, bool wrote = false) {
    return {.indexes = std::unexpected(Refusal{.why = why, .entry = entry}), .repeated = false, .wrote = wrote};
}

Decision append_all(store::Transaction& transaction, View& view, const std::vector<Entry>& entries, const LeafTime& now) {
    if (!now) return refused(now.error());
    Decision decision{.indexes = std::vector<std::uint64_t>{}, .repeated = false, .wrote = true};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        decision.indexes->push_back(view.size());
        if (const auto error = append_entry(transaction, view, entries[i], *now)) return refused(error, i);
    }
    return decision;
}

// The indexes of entries that are all there already; nothing when none is. Some but not all is a refusal.
std::optional<Decision> find_repeated(const store::Snapshot& snapshot, const std::vector<Entry>& entries) {
    std::vector<std::uint64_t> indexes;
    std::size_t first_known = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto index = snapshot.find(entries[i].id);
        if (index && indexes.empty()) first_known = i;
        if (index) indexes.push_back(*index);
    }
    if (indexes.empty()) return std::nullopt;
    if (indexes.size() < entries.size()) return refused(protocol::errc::duplicate_entry, first_known);
    return Decision{.indexes = std::move(indexes), .repeated = true, .wrote = false};
}

Decision decide_job(store::Transaction& transaction, View& view, const Submission& job, const Identity&, const LeafTime& now) {
    if (!view.state->founded()) return refused(protocol::errc::not_founded);
    // What was sent before a revocation and is decided after it has come too late, whoever wrote it.
    if (job.carrier && !view.state->find_by_pin(*job.carrier, now.value_or(view.head.time))) return refused(errc::not_designated);
    if (auto repeated = find_repeated(transaction, job.entries)) return std::move(*repeated);
    return append_all(transaction, view, job.entries, now);
}

Decision decide_job(store::Transaction& transaction, View& view, const Founding& job, const Identity& identity,
                    const LeafTime& now) {
    if (auto repeated = find_repeated(transaction, job.entries)) return std::move(*repeated);
    if (view.state->founded()) return refused(protocol::errc::already_founded);
    // A genesis for another gateway would bind the members to keys that this one does not have.
    if (job.entries.empty() || job.entries.front().header.kind != protocol::rule_of(protocol::Kind::genesis).name)
        return refused(protocol::errc::not_founded, 0);
    const auto claim = protocol::parse_claim(job.entries.front().header);
    if (!claim) return refused(claim.error(), 0);
    const auto& genesis = std::get<protocol::GenesisClaim>(*claim);
    if (genesis.log != identity.log() || genesis.pins != std::vector{identity.tls_key.pin()})
        return refused(protocol::errc::wrong_network, 0);
    return append_all(transaction, view, job.entries, now);
}

Decision decide_job(store::Transaction& transaction, View& view, const Joining& job, const Identity&, const LeafTime& now) {
    const auto& enrolment = job.enrolment;
    const auto known = transaction.enrolment(enrolment.token);
    if (known && known->enrolment == enrolment.enrolment) return {.indexes = {}, .repeated = true, .wrote = false};
    if (!now) return refused(now.error());  // whether the invitation has expired cannot be told either
    if (known) {
        transaction.count_second_use(enrolment.token);  // the inviter sees it: somebody else had the invitation
        return refused(protocol::errc::invitation_used, {}, /*wrote=*/true);
    }
    // A handle is never reused; a device joins one that is there.
    if (job.purpose == protocol::Purpose::person && view.state->find_person(enrolment.handle))
        return refused(protocol::errc::already_exists);
    if (transaction.enrolments_of(enrolment.handle).size() >= limits::enrolments_per_handle_max)
        return refused(protocol::errc::too_large);
    transaction.add_enrolment(enrolment);
    return {.indexes = {}, .repeated = false, .wrote = true};
}

}  // namespace

Decision decide(store::Transaction& transaction, View& view, const Job& job, const Identity& identity,
                const LeafTime& now) {
    return std::visit([&](const auto& kind) { return decide_job(transaction, view, kind, identity, now); }, job);
}

}  // namespace gateway
