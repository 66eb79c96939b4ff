#include "clients/core/session/news.hpp"

#include <algorithm>

#include "protocol/kinds.hpp"

namespace clients {

using namespace protocol;

namespace {

std::optional<ArrivalNews> arrival_of(const StoredEntry& stored) {
    const auto entry = parse_entry(stored.entry, stored.delivered);
    const auto leaf = parse_leaf(stored.leaf);
    if (!stored.fault.empty() || !entry || !leaf || entry->header.kind != rule_of(Kind::designation).name) return std::nullopt;
    const auto claim = parse_claim(entry->header);
    const auto* designation = claim ? std::get_if<DesignationClaim>(&*claim) : nullptr;
    if (!designation || designation->replaces) return std::nullopt;
    const auto& author = entry->header.author;
    ArrivalNews out{.origin = {.index = stored.index, .id = entry->id, .author = author, .time = leaf->time, .audience = {}},
                    .person = designation->handle, .contact = {}};
    if (!stored.content.empty())
        if (const auto json = parse_secret(stored.content)) out.contact = parse_contact(*json);
    return out;
}

std::vector<News> arrivals_since(Session& session, std::uint64_t from) {
    std::vector<News> out;
    session.store().each_entry(from, [&](const StoredEntry& stored) {
        if (auto arrival = arrival_of(stored); arrival && arrival->person != session.identity().handle)
            out.emplace_back(std::move(*arrival));
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
