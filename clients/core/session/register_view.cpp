#include "clients/core/session/register_view.hpp"

#include "clients/core/store/errc.hpp"
#include "crypto/encoding.hpp"
#include "protocol/entry.hpp"

namespace clients {

using namespace protocol;

namespace {

constexpr std::string_view value_name = "register-view";

Json indexes_json(const std::vector<std::uint64_t>& indexes) { return Json(indexes); }

Json chain_json(const Chain& chain) { return {{"count", chain.count}, {"hash", crypto::hex_encode(chain.hash)}}; }
Chain chain_of(const Json& json) {
    return {.count = json.at("count").get<std::uint64_t>(), .hash = *parse_id(json.at("hash").get<std::string>())};
}

// What a reader finds wrong inside a body is theirs alone to see. Whether an entry is valid is the same for all, and what comes
// after is judged by that: the complaint about such a body too.
bool is_fault_of_body(const std::string& fault) {
    const auto code = errc_from_name(fault);
    return !fault.empty() && (!code || code == errc::bind_mismatch || code == errc::bad_padding ||
                              code == errc::malformed_content || code == errc::wider_than_mark);
}

}  // namespace

std::string RegisterView::text() const {
    Json out = {{"next", next},
                {"time", time},
                {"membership", chain_json(membership)},
                {"governing", indexes_json(governing)},
                {"unopened", indexes_json(unopened)},
                {"checkpoint", checkpoint},
                {"update_needed", update_needed},
                {"last_to", Json::object()},
                {"readable", Json::array()},
                {"gaps", Json::array()},
                {"changes", Json::array()},
                {"reached", {{"size", reached.size}, {"membership", chain_json(reached.membership)}}}};
    if (last_number) out["last_number"] = last_number->text();
    for (const auto& [circle, id] : last_to) out["last_to"][circle.text()] = id_text(id);
    for (const Circle& circle : readable) out["readable"].push_back(circle.text());
    for (const Circle& circle : gaps) out["gaps"].push_back(circle.text());
    for (const AuthorityChange& change : changes) out["changes"].push_back(change_json(change));
    return out.dump();
}

void RegisterView::save(Store& store) const { store.put_value(value_name, crypto::to_secret(text())); }

bool RegisterView::differs_from_saved(Store& store) const {
    const auto saved = store.value(value_name);
    return saved && crypto::as_text(*saved) != text();
}

RegisterView RegisterView::load(Store& store) {
    RegisterView view;
    const auto text = store.value(value_name);
    if (!text) return view;
    const Json in = Json::parse(crypto::as_text(*text));  // sealed by ourselves: anything else is a bug, and throws
    view.next = in.at("next").get<std::uint64_t>();
    view.time = in.at("time").get<std::int64_t>();
    view.membership = chain_of(in.at("membership"));
    view.governing = in.at("governing").get<std::vector<std::uint64_t>>();
    view.unopened = in.at("unopened").get<std::vector<std::uint64_t>>();
    view.checkpoint = in.at("checkpoint").get<std::string>();
    view.update_needed = in.at("update_needed").get<bool>();
    if (in.contains("last_number")) view.last_number = RequestNumber::parse(in.at("last_number").get<std::string>());
    for (const auto& [circle, id] : in.at("last_to").items())
        view.last_to.emplace(*Circle::parse(circle), *parse_id(id.get<std::string>()));
    for (const auto& circle : in.at("readable")) view.readable.insert(*Circle::parse(circle.get<std::string>()));
    // an earlier version wrote none
    for (const auto& change : in.value("changes", Json::array())) view.changes.push_back(parse_change(change));
    if (in.contains("reached"))   // likewise
        view.reached = {.size = in.at("reached").at("size").get<std::uint64_t>(),
                        .membership = chain_of(in.at("reached").at("membership"))};
    else if (!view.checkpoint.empty() && !view.update_needed)
        view.reached = {.size = view.next, .membership = view.membership};
    for (const auto& circle : in.at("gaps")) view.gaps.insert(*Circle::parse(circle.get<std::string>()));

    for (const std::uint64_t index : view.governing) {
        const auto stored = store.entry_at(index);
        const auto leaf = stored ? parse_leaf(stored->leaf) : std::nullopt;
        auto entry =
            stored ? parse_entry(stored->entry, stored->delivered) : std::unexpected(make_error_code(errc::malformed_entry));
        if (!leaf || !entry) throw StoreError(store_errc::damaged, "an entry is missing");
        view.state.apply(*entry, {.index = index, .time = leaf->time});
    }
    return view;
}

RegisterView RegisterView::from_the_start() const {
    RegisterView out;
    out.reached = reached;
    return out;
}

std::optional<Precedent> StoredPrecedents::find(const EntryId& id) const {
    const auto stored = store_.entry_by_id(id);
    if (!stored || (!stored->fault.empty() && !is_fault_of_body(stored->fault))) return std::nullopt;
    const auto entry = parse_entry(stored->entry, stored->delivered);
    if (!entry) return std::nullopt;
    return precedent_of(*entry);
}

bool StoredPrecedents::header_known(const crypto::Digest& header_hash) const {
    const auto index = store_.index_of_header(header_hash);
    return index && index != judging_;
}

std::set<Circle> readable_circles(const NetworkState& state, const Handle& handle, std::int64_t time) {
    std::set<Circle> out;
    const Person* person = state.find_active(handle, time);
    if (!person) return out;
    for (const auto& [circle, unused] : state.circles())
        if (state.belongs(*person, circle, time) && state.may_read(*person, circle)) out.insert(circle);
    return out;
}

}  // namespace clients
