#include "clients/core/session/authority_watch.hpp"

#include <algorithm>

namespace clients {

using namespace protocol;
using What = AuthorityChange::What;

namespace {

constexpr const char* names[] = {"seat-emptied", "seat-founded", "new-member", "new-officer", "handover", "gateway-keys"};

}  // namespace

Json change_json(const AuthorityChange& change) {
    Json out = {{"what", names[static_cast<std::size_t>(change.what)]}, {"author", change.author.text()},
                {"entry", id_text(change.entry)},
                {"time", change.time}, {"from", change.from}, {"persons", Json::array()}};
    for (const Handle& person : change.persons) out["persons"].push_back(person.text());
    if (change.member) out["member"] = change.member->text();
    return out;
}

AuthorityChange parse_change(const Json& json) {
    const auto what = std::ranges::find(names, json.at("what").get<std::string>());
    AuthorityChange out{.what = static_cast<What>(what - std::begin(names)), .persons = {}, .member = {},
                        .author = *Handle::parse(json.at("author").get<std::string>()),
                        .entry = *parse_id(json.at("entry").get<std::string>()),
                        .time = json.at("time").get<std::int64_t>(), .from = json.at("from").get<std::int64_t>()};
    for (const auto& person : json.at("persons")) out.persons.push_back(*Handle::parse(person.get<std::string>()));
    if (json.contains("member")) out.member = Member::parse(json.at("member").get<std::string>());
    return out;
}

AuthorityWatch::Picture::Picture(const NetworkState& state, std::int64_t time) : gateway(state.gateway_entry()) {
    for (const auto& [member, known] : state.members())
        if (!known.suspended) member_from.emplace(member, known.from);
    for (const auto& [handle, person] : state.persons()) {
        if (person.role == Role::officer && !person.revoked) officers.emplace(handle, std::pair(person.from, person.until));
        if (person.role != Role::focal_point) continue;
        ++focal_points[handle.member()];
        if (person.active(time)) seats[handle.member()].push_back(handle);
    }
}

AuthorityWatch::AuthorityWatch(const NetworkState& before, const Entry& entry, const Position& at)
    : entry_(entry.id), author_(entry.header.author), at_(at), before_(before, at.time) {
    const Person* author = before.find_person(author_);
    by_officer_ = author && author->role == Role::officer;
}

AuthorityChange AuthorityWatch::change(What what) const {
    return {.what = what, .persons = {}, .member = {}, .author = author_, .entry = entry_, .time = at_.time, .from = at_.time};
}

std::vector<AuthorityChange> AuthorityWatch::look(const NetworkState& state) const {
    std::vector<AuthorityChange> out;
    const Picture after(state, at_.time);
    look_at_seats(after, state, out);
    look_at_secretariat(after, out);
    for (const auto& [member, from] : after.member_from) {
        const auto known = before_.member_from.find(member);
        if (from <= at_.time || (known != before_.member_from.end() && known->second == from)) continue;
        auto change = this->change(What::new_member);
        change.member = member;
        change.from = from;
        out.push_back(std::move(change));
    }
    if (after.gateway != before_.gateway && !state.founding(at_.time) && before_.gateway != EntryId{}) {
        auto change = this->change(What::gateway_keys);
        change.from = state.authority_from(at_.time);
        out.push_back(std::move(change));
    }
    return out;
}

void AuthorityWatch::look_at_seats(const Picture& after, const NetworkState& state, std::vector<AuthorityChange>& out) const {
    if (!by_officer_) return;
    for (const auto& [member, before] : before_.seats)
        if (!after.seats.contains(member)) {
            auto change = this->change(What::seat_emptied);
            change.persons = before;
            change.member = member;
            out.push_back(std::move(change));
        }
    for (const auto& [member, count] : before_.focal_points) {
        const auto now = after.focal_points.find(member);
        if (before_.seats.contains(member) || now == after.focal_points.end() || now->second == count) continue;
        auto change = this->change(What::seat_founded);
        change.member = member;
        for (const auto& [handle, person] : state.persons())
            if (person.designation == entry_) change.persons.push_back(handle);
        if (!change.persons.empty()) out.push_back(std::move(change));
    }
}

void AuthorityWatch::look_at_secretariat(const Picture& after, std::vector<AuthorityChange>& out) const {
    auto leaving = change(What::handover);
    for (const auto& [handle, term] : after.officers) {
        const auto& [from, until] = term;
        const auto known = before_.officers.find(handle);
        if (known == before_.officers.end()) {
            if (from <= at_.time) continue;
            auto change = this->change(What::new_officer);
            change.persons = {handle};
            change.from = from;
            out.push_back(std::move(change));
        } else if (until && *until > at_.time && until != known->second.second && handle != author_) {
            leaving.persons.push_back(handle);
            leaving.from = *until;
        }
    }
    if (!leaving.persons.empty()) out.push_back(std::move(leaving));
}

}  // namespace clients
