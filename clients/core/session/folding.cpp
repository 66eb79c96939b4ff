#include "clients/core/session/folding.hpp"

#include <algorithm>

#include "clients/core/session/failure.hpp"
#include "protocol/kinds.hpp"

namespace clients {

using namespace protocol;

namespace {

std::string at_index(std::uint64_t index) { return "#" + std::to_string(index); }

// The register's verifier key: from the folded genesis, or from the genesis that begins this page.
std::expected<crypto::note::Verifier, Failure> log_of(const RegisterView& view, const wire::Page& page,
                                                      const NetworkId& network) {
    if (view.state.founded()) return view.state.genesis().log;
    if (page.deliveries.empty() || page.deliveries.front().index != 0)
        return fail(session_errc::network_mismatch, "no genesis");
    const auto entry = parse_entry(page.deliveries.front().entry, page.deliveries.front().delivered);
    if (!entry || entry->header.kind != rule_of(Kind::genesis).name || entry->header_hash != network)
        return fail(session_errc::network_mismatch, at_index(0));
    const auto claim = parse_claim(entry->header);
    if (!claim) return fail(session_errc::network_mismatch, at_index(0));
    return std::get<GenesisClaim>(*claim).log;
}

// Each circle's entries are linked: one that was withheld shows at the next.
void follow_links(RegisterView& view, const Leaf& leaf) {
    for (const auto& [circle, link] : leaf.links) {
        const auto last = view.last_to.find(circle);
        const auto previous = last == view.last_to.end() ? std::optional<EntryId>{} : last->second;
        if (link != link_of(circle, previous)) view.gaps.insert(circle);
        view.last_to.insert_or_assign(circle, leaf.id);
    }
}

std::error_code follow_numbers(RegisterView& view, const Leaf& leaf, const Header* header) {
    const KindRule* rule = header ? find_kind(header->kind) : nullptr;
    if (rule && rule->numbered != leaf.number.has_value()) return errc::broken_numbers;
    if (!leaf.number) return {};
    if (leaf.number->year != utc_year(leaf.time) || (view.last_number && *leaf.number <= *view.last_number))
        return errc::broken_numbers;
    view.last_number = leaf.number;
    return {};
}

// Is each link in the leaf for a circle of the audience, and for all of them?
bool links_fit(const Leaf& leaf, const Header& header) {
    const auto circles = circles_of(header);   // in order, none twice: judge() and the map both see to it
    return std::ranges::equal(circles, leaf.links, [](const Circle& circle, const auto& link) { return circle == link.first; });
}

// Lines one and two hash to the id whatever the version of the format.
EntryId id_of_head(const crypto::Bytes& bytes) {
    const auto text = crypto::as_text(bytes);
    const auto end = text.find("\n\n");
    return crypto::sha256(text.substr(0, end == std::string_view::npos ? text.size() : end + 1));
}

std::expected<void, Failure> fold_delivery(RegisterView& view, const wire::Delivery& delivery, const crypto::Checkpoint& tree,
                                           std::int64_t time_max, Store& store, Folded& folded) {
    const auto where = at_index(delivery.index);
    const auto leaf = parse_leaf(delivery.leaf);
    if (!leaf || delivery.index >= tree.size ||
        !crypto::merkle::verify_inclusion(leaf_hash(delivery.leaf), delivery.index, tree.size, delivery.proof, tree.root))
        return fail(errc::receipt_invalid, where);
    if (leaf->time < view.time || leaf->time > time_max) return fail(errc::time_runs_backwards, where);
    if (id_of_head(delivery.entry) != leaf->id) return fail(errc::receipt_invalid, where);
    // What was verified at this place once stands there for ever: a register that has something else is another one.
    const auto before = store.entry_at(delivery.index);
    if (before && before->leaf != delivery.leaf) return fail(errc::receipt_invalid, where);
    view.time = leaf->time;

    StoredEntry stored{.index = delivery.index, .leaf = delivery.leaf, .delivered = delivery.delivered, .entry = delivery.entry,
                       .fault = {}, .content = {}};
    const auto entry = parse_entry(delivery.entry, delivery.delivered);
    if (!entry) {
        if (entry.error() != errc::unknown_version) return fail(entry.error(), where);
        // Of a later version: kept unopened. Whether it governs cannot be known, so nothing is sealed until updated.
        view.update_needed = true;
        stored.fault = errc_name(errc::unknown_version);
        store.put_entry(stored);
        follow_links(view, *leaf);
        return {};
    }
    if (!links_fit(*leaf, entry->header)) return fail(errc::receipt_invalid, where);
    follow_links(view, *leaf);
    if (const auto error = follow_numbers(view, *leaf, &entry->header)) return fail(error, where);

    const bool governing = is_governing(entry->header);
    const Position at{.index = delivery.index, .time = leaf->time};
    const auto fault = judge(view.state, StoredPrecedents(store, delivery.index), *entry, at);
    if (governing) {
        if (view.membership.count == 0) view.membership = Chain::start(entry->header_hash);  // genesis: its header is the network
        view.membership.add(entry->id);
        if (view.membership.count == view.reached.membership.count && view.membership != view.reached.membership)
            return fail(errc::membership_mismatch, where);
    }
    if (fault) {
        const auto code = as_protocol_errc(fault);
        stored.fault = code ? std::string(errc_name(*code)) : fault.message();
        if (code == errc::unknown_kind && governing) view.update_needed = true;
        folded.faults.push_back(delivery.index);
    } else if (governing) {
        const AuthorityWatch watch(view.state, *entry, at);
        view.state.apply(*entry, at);
        view.governing.push_back(delivery.index);
        for (auto& change : watch.look(view.state)) view.changes.push_back(std::move(change));
    }
    if (!fault && entry->header.body && delivery.delivered == Delivered::whole) {
        const bool opened = before && !before->content.empty();
        // A second look at the register must not lose what was opened before, nor bring back what was destroyed.
        if (opened && before->delivered == Delivered::header_only) stored = *before;
        else if (opened && before->fault.empty()) stored.content = before->content;
        else view.unopened.push_back(delivery.index);
    }
    store.put_entry(stored);
    ++folded.fetched;
    return {};
}

}  // namespace

std::expected<Folded, Failure> fold_page(RegisterView& view, const wire::Page& page, const NetworkId& network, Store& store) {
    const auto log = log_of(view, page, network);
    if (!log) return std::unexpected(log.error());
    const auto checkpoint = open_checkpoint(page.checkpoint, *log);
    if (!checkpoint) return fail(checkpoint.error(), "checkpoint");
    const auto& tree = checkpoint->checkpoint;
    if (tree.size < view.next)
        return fail(session_errc::register_shrank, std::to_string(tree.size) + " < " + std::to_string(view.next));
    const bool complete = page.next == tree.size;
    if (page.next < view.next || page.next > tree.size || page.more == complete) return fail(errc::receipt_invalid, "page");

    Folded folded;
    std::uint64_t at_least = view.next;
    for (const wire::Delivery& delivery : page.deliveries) {
        if (delivery.index < at_least || delivery.index >= page.next)
            return fail(errc::receipt_invalid, at_index(delivery.index));
        at_least = delivery.index + 1;
        if (auto done = fold_delivery(view, delivery, tree, checkpoint->commitments.time, store, folded); !done)
            return std::unexpected(done.error());
    }
    view.next = page.next;
    if (complete) {
        const auto& said = checkpoint->commitments;
        if (tree.size < view.reached.size || (!view.update_needed && view.membership.count < view.reached.membership.count))
            return fail(session_errc::register_shrank,
                        std::to_string(tree.size) + " < " + std::to_string(view.reached.size));
        // Every governing entry is owed to every member: one withheld, one added, and this differs.
        if (!view.update_needed && said.membership != view.membership) return fail(errc::membership_mismatch, "checkpoint");
        if (view.last_number && view.last_number->year == said.year && view.last_number->count > said.numbered.count)
            return fail(errc::broken_numbers, view.last_number->text());
        view.checkpoint = page.checkpoint;
        view.reached.size = tree.size;
        if (!view.update_needed) view.reached.membership = view.membership;
    }
    return folded;
}

}  // namespace clients
