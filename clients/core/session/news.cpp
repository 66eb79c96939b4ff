#include "clients/core/session/news.hpp"

#include <algorithm>
#include <set>

#include "protocol/kinds.hpp"

namespace clients {

using namespace protocol;

namespace {

struct Designated {
    Entry entry;
    DesignationClaim designation;
    const StoredEntry& stored;
};

// With which a person first comes.
std::optional<Designated> first_designation(const StoredEntry& stored) {
    auto entry = parse_entry(stored.entry, stored.delivered);
    if (!stored.fault.empty() || !entry || entry->header.kind != rule_of(Kind::designation).name) return std::nullopt;
    const auto claim = parse_claim(entry->header);
    const auto* designation = claim ? std::get_if<DesignationClaim>(&*claim) : nullptr;
    if (!designation || designation->replaces) return std::nullopt;
    return Designated{.entry = std::move(*entry), .designation = *designation, .stored = stored};
}

std::optional<EntryId> consented_to(const StoredEntry& stored) {
    const auto entry = parse_entry(stored.entry, stored.delivered);
    if (!stored.fault.empty() || !entry || entry->header.kind != rule_of(Kind::consent).name) return std::nullopt;
    const auto claim = parse_claim(entry->header);
    const auto* consent = claim ? std::get_if<ConsentClaim>(&*claim) : nullptr;
    return consent ? std::optional(consent->proposal) : std::nullopt;
}

// `at`: the designation, or a consent to it.
std::optional<ArrivalNews> arrival(const Designated& designated, const StoredEntry& at) {
    const auto leaf = parse_leaf(at.leaf);
    const auto entry = parse_entry(at.entry, at.delivered);
    if (!leaf || !entry) return std::nullopt;
    const auto& author = entry->header.author;
    ArrivalNews out{.origin = {.index = at.index, .id = entry->id, .author = author, .time = leaf->time, .audience = {}},
                    .person = designated.designation.handle, .contact = {}};
    if (!designated.stored.content.empty())
        if (const auto json = parse_secret(designated.stored.content)) out.contact = parse_contact(*json);
    return out;
}

// Whoever is only proposed has not arrived: a consent tells of them.
std::optional<ArrivalNews> arrival_at(Session& session, const StoredEntry& stored) {
    const auto& waiting = session.state().proposals();
    const auto consented = consented_to(stored);
    const auto proposal = consented ? session.store().entry_by_id(*consented) : std::nullopt;
    const auto designated = first_designation(proposal ? *proposal : stored);
    if (!designated || waiting.contains(designated->entry.id)) return std::nullopt;
    return arrival(*designated, stored);
}

std::vector<News> arrivals_since(Session& session, std::uint64_t from) {
    std::vector<News> out;
    std::set<Handle> told;
    session.store().each_entry(from, [&](const StoredEntry& stored) {
        auto arrived = arrival_at(session, stored);
        const Handle& me = session.identity().handle;
        const bool mine = arrived && (arrived->person == me || arrived->origin.author == me);
        if (arrived && !mine && told.insert(arrived->person).second) out.emplace_back(std::move(*arrived));
        return true;
    });
    return out;
}

}  // namespace

const Origin& origin_of(const News& news) {
    struct {
        const Origin& operator()(const RequestItem& item) const { return item.origin; }
        const Origin& operator()(const ResponseNews& item) const { return item.response.origin; }
        const Origin& operator()(const InformationItem& item) const { return item.origin; }
        const Origin& operator()(const ArrivalNews& item) const { return item.origin; }
    } origin;
    return std::visit(origin, news);
}

std::vector<News> news_since(Session& session, std::uint64_t from) {
    auto exchange = load_exchange(session, from);
    std::vector<News> out = arrivals_since(session, from);
    for (auto& item : exchange.requests) out.emplace_back(std::move(item));
    for (auto& item : exchange.responses) {
        auto request = find_request(session, item.request);
        out.emplace_back(ResponseNews{.response = std::move(item), .request = std::move(request)});
    }
    for (auto& item : exchange.information) out.emplace_back(std::move(item));
    std::erase_if(out, [&](const News& news) { return origin_of(news).author == session.identity().handle; });
    std::ranges::sort(out, {}, [](const News& news) { return origin_of(news).index; });
    return out;
}

}  // namespace clients
