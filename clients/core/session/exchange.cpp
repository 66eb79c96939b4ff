#include "clients/core/session/exchange.hpp"

#include <algorithm>
#include <charconv>

#include "clients/core/session/opening.hpp"
#include "crypto/encoding.hpp"
#include "protocol/kinds.hpp"

namespace clients {

using namespace protocol;

namespace {

Origin origin_of(const StoredEntry& stored, const Entry& entry, const Leaf& leaf) {
    return {.index = stored.index, .id = entry.id, .author = entry.header.author, .time = leaf.time,
            .audience = precedent_of(entry).audience};
}

// Content that passed its checks when it was opened; a later rule never takes it away.
template <class Parse>
auto content_of(const StoredEntry& stored, Parse parse) -> std::optional<typename decltype(parse(nlohmann::json{}))::value_type> {
    if (stored.content.empty()) return std::nullopt;
    const auto json = parse_secret(stored.content);
    if (!json) return std::nullopt;
    auto value = parse(plain_json(*json));
    if (!value) return std::nullopt;
    return std::move(*value);
}

void add_item(Exchange& out, const StoredEntry& stored) {
    const auto entry = parse_entry(stored.entry, stored.delivered);
    if (!stored.fault.empty() || !entry) {
        out.faults.push_back({.index = stored.index, .author = entry ? entry->header.author.text() : std::string(),
                              .kind = entry ? entry->header.kind : std::string(), .fault = stored.fault});
        return;
    }
    const KindRule* rule = find_kind(entry->header.kind);
    const auto leaf = parse_leaf(stored.leaf);
    if (!rule || !leaf || !rule->written_by_people) return;
    const Origin origin = origin_of(stored, *entry, *leaf);
    const auto parse_known = [](const nlohmann::json& json) { return content::parse_request(json, reading_rules()); };
    if (rule->kind == Kind::request)
        out.requests.push_back({.origin = origin, .number = *leaf->number, .request = content_of(stored, parse_known)});
    else if (rule->kind == Kind::response)
        out.responses.push_back({.origin = origin, .request = entry->header.refs.front(),
                                 .response = content_of(stored, [](const auto& json) { return content::parse_response(json); })});
    else
        out.information.push_back({.origin = origin, .information = content_of(stored, [](const auto& json) {
                                       return content::parse_information(json);
                                   })});
}

}  // namespace

const RequestItem* Exchange::find_request(const EntryId& id) const {
    const auto found = std::ranges::find_if(requests, [&](const RequestItem& item) { return item.origin.id == id; });
    return found == requests.end() ? nullptr : &*found;
}

std::vector<const ResponseItem*> Exchange::responses_to(const EntryId& request) const {
    std::vector<const ResponseItem*> out;
    for (const ResponseItem& item : responses)
        if (item.request == request) out.push_back(&item);
    return out;
}

std::optional<RequestItem> find_request(Session& session, const EntryId& id) {
    Exchange found;
    if (const auto stored = session.store().entry_by_id(id)) add_item(found, *stored);
    if (found.requests.empty()) return std::nullopt;
    return std::move(found.requests.front());
}

Exchange load_exchange(Session& session, std::uint64_t from) {
    Exchange out;
    session.store().each_entry(from, [&](const StoredEntry& stored) {
        add_item(out, stored);
        return true;
    });
    return out;
}

std::expected<StoredEntry, Failure> resolve(Session& session, std::string_view reference) {
    Store& store = session.store();
    if (reference.starts_with('#')) {
        std::uint64_t index = 0;
        const auto digits = reference.substr(1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
        auto stored = error == std::errc{} && end == digits.data() + digits.size() ? store.entry_at(index) : std::nullopt;
        if (!stored) return fail(session_errc::unknown_reference, reference);
        return std::move(*stored);
    }
    if (reference.starts_with("NFP/")) {
        const auto colon = reference.find(':');
        const auto number = RequestNumber::parse(reference.substr(0, colon));
        const Exchange exchange = load_exchange(session);
        const auto request =
            std::ranges::find_if(exchange.requests, [&](const RequestItem& item) { return number == item.number; });
        if (!number || request == exchange.requests.end()) return fail(session_errc::unknown_reference, reference);
        if (colon == std::string_view::npos) return *store.entry_at(request->origin.index);
        const auto member = Member::parse(reference.substr(colon + 1));
        std::optional<std::uint64_t> newest;  // a state has one current response: the last
        for (const ResponseItem* item : exchange.responses_to(request->origin.id))
            if (member && item->origin.author.member() == *member) newest = item->origin.index;
        if (!newest) return fail(session_errc::unknown_reference, reference);
        return *store.entry_at(*newest);
    }
    const bool hex = reference.size() >= 8 && reference.size() <= 64 &&
                     std::ranges::all_of(reference, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (!hex) return fail(session_errc::unknown_reference, reference);
    std::optional<StoredEntry> found;
    bool ambiguous = false;
    store.each_entry(0, [&](const StoredEntry& stored) {
        const auto leaf = parse_leaf(stored.leaf);
        if (leaf && id_text(leaf->id).starts_with(reference)) {
            ambiguous = found.has_value();
            found = stored;
        }
        return !ambiguous;
    });
    if (ambiguous) return fail(session_errc::ambiguous_reference, reference);
    if (!found) return fail(session_errc::unknown_reference, reference);
    return std::move(*found);
}

std::expected<RequestItem, Failure> resolve_request(Session& session, const Exchange& exchange, std::string_view reference) {
    const auto stored = resolve(session, reference);
    if (!stored) return std::unexpected(stored.error());
    const auto leaf = parse_leaf(stored->leaf);
    const RequestItem* item = leaf ? exchange.find_request(leaf->id) : nullptr;
    if (!item) return fail(session_errc::not_a_request, reference);
    return *item;
}

std::expected<std::vector<Circle>, std::error_code> circles_for(const Session& session,
                                                                const content::InformationDestination& to) {
    std::vector<Circle> out;
    const auto add = [&](const std::optional<Circle>& circle) {
        if (!circle || !session.state().find_circle(*circle)) return false;
        if (std::ranges::find(out, *circle) == out.end()) out.push_back(*circle);
        return true;
    };
    bool known = true;
    if (std::holds_alternative<content::ToNetwork>(to)) known = add(Circle::network());
    if (std::holds_alternative<content::ToSecretariat>(to)) known = add(Circle::of(Member::dmr()));
    if (const auto* group = std::get_if<content::ToGroup>(&to)) known = add(Circle::parse("group:" + group->name));
    if (const auto* states = std::get_if<content::ToStates>(&to))
        for (const std::string& code : states->codes) {
            const auto member = Member::parse(code);
            known = known && member && add(Circle::of(*member));
        }
    if (!known) return std::unexpected(make_error_code(errc::unknown_circle));
    const Person* me = session.state().find_person(session.identity().handle);
    const bool within = me && std::ranges::any_of(out, [&](const Circle& circle) {
        return session.state().belongs(*me, circle, unix_now());
    });
    if (!within) out.push_back(Circle::of(session.identity().handle.member()));
    return out;
}

Draft request_draft(const content::Request& request, std::vector<Circle> to) {
    return {.kind = Kind::request, .to = std::move(to), .devices = {}, .refs = {}, .claim = {},
            .content = secret_json(to_json(request))};
}

Draft response_draft(const Session& session, const RequestItem& request, const content::Response& response) {
    // The mark fixes the audience: to the requester and the author's own, or to all who read the request.
    std::vector<Circle> to = request.origin.audience;
    if (response.dissemination == content::Dissemination::requester) {
        to = {Circle::of(request.origin.author.member())};
        const Circle own = Circle::of(session.identity().handle.member());
        if (own != to.front()) to.push_back(own);
    }
    return {.kind = Kind::response, .to = std::move(to), .devices = {}, .refs = {request.origin.id}, .claim = {},
            .content = secret_json(to_json(response))};
}

Draft information_draft(const content::Information& information, std::vector<Circle> to) {
    return {.kind = Kind::information, .to = std::move(to), .devices = {}, .refs = {}, .claim = {},
            .content = secret_json(to_json(information))};
}

Readers readers_of(const Session& session, const std::vector<Circle>& to) {
    const NetworkState& state = session.state();
    const std::int64_t now = unix_now();
    Readers out;
    const auto empty = empty_seats(state, now);
    const auto named = [&](const Member& member) { return std::ranges::find(to, Circle::of(member)) != to.end(); };
    std::ranges::copy_if(empty.vacant, std::back_inserter(out.vacant), named);
    std::ranges::copy_if(empty.suspended, std::back_inserter(out.suspended), named);
    for (const Circle& circle : to) {
        const CircleState* known = state.find_circle(circle);
        if (!known || known->current() == 0 || state.stale(circle, now)) out.closed.push_back(circle);
    }
    for (const auto& [handle, person] : state.persons()) {
        if (!state.find_active(handle, now)) continue;
        const bool reads = std::ranges::any_of(to, [&](const Circle& circle) {
            const CircleState* known = state.find_circle(circle);
            return known && known->current() > 0 && state.belongs(person, circle, now) && state.may_read(person, circle);
        });
        if (!reads) continue;
        ++out.persons;
        if (std::ranges::find(out.members, handle.member()) == out.members.end()) out.members.push_back(handle.member());
    }
    return out;
}

EmptySeats empty_seats(const NetworkState& state, std::int64_t time) {
    EmptySeats out;
    for (const auto& [member, known] : state.members()) {
        if (member.is_dmr()) continue;
        if (known.suspended) out.suspended.push_back(member);
        else if (state.seated(member, time).empty()) out.vacant.push_back(member);
    }
    return out;
}

std::vector<DirectoryRow> directory(Session& session) {
    std::vector<DirectoryRow> out;
    for (const auto& [handle, person] : session.state().persons()) {
        DirectoryRow row{.person = person, .contact = {}};
        const auto stored = session.store().entry_by_id(person.designation);
        if (stored && stored->fault.empty() && !stored->content.empty())
            if (const auto json = parse_secret(stored->content)) row.contact = parse_contact(*json);
        out.push_back(std::move(row));
    }
    return out;
}

}  // namespace clients
