#include "protocol/judge.hpp"

#include <algorithm>

#include "crypto/checkpoint.hpp"
#include "protocol/kinds.hpp"
#include "protocol/limits.hpp"

namespace protocol {
namespace {

// Everything the rules of one kind look at.
struct Case {
    const NetworkState& state;
    const Precedents& precedents;
    const Entry& entry;
    const Header& header;
    const Position& at;
    const Person& author;

    bool is_officer() const { return author.role == Role::officer; }
    bool founding() const { return state.founding(at.time); }
    std::size_t officers() const { return state.active_persons(Member::dmr(), at.time).size(); }
    // New authority after the founding: a second officer has to consent, where there is one.
    bool needs_consent() const { return !founding() && officers() > 1; }
};

bool same_circles(std::vector<Circle> a, std::vector<Circle> b) {
    std::ranges::sort(a);
    std::ranges::sort(b);
    return a == b;
}

bool device_is_active(const NetworkState& state, const KeyId& key, std::int64_t time) {
    return std::ranges::any_of(state.persons(), [&](const auto& row) {
        return row.second.devices.contains(key) && state.find_active(row.first, time);
    });
}

std::error_code check_audience(const Case& c) {
    std::vector<std::string> names;
    for (const Audience& to : c.header.audience) {
        if (const auto* key = std::get_if<KeyId>(&to)) {
            if (!device_is_active(c.state, *key, c.at.time)) return errc::unknown_circle;
            continue;
        }
        const auto& [circle, epoch] = std::get<CircleEpoch>(to);
        const CircleState* known = c.state.find_circle(circle);
        if (!known || known->current() == 0) return errc::unknown_circle;
        // No grace period: an epoch that is no longer current is never written to again.
        if (epoch != known->current() || c.state.stale(circle, c.at.time)) return errc::stale_epoch;
        if (std::ranges::find(names, circle.text()) != names.end()) return errc::audience_not_allowed;
        names.push_back(circle.text());
    }
    return {};
}

std::error_code check_own_circle(const Case& c) {
    const auto circles = circles_of(c.header);
    const bool reads = std::ranges::any_of(circles, [&](const Circle& to) { return c.state.belongs(c.author, to, c.at.time); });
    return reads ? std::error_code{} : errc::own_circle_missing;
}

std::error_code check_seen(const Case& c) {
    if (!c.header.seen) return {};
    const auto text = crypto::note::open(*c.header.seen, c.state.genesis().log);
    if (!text) return errc::bad_seen;
    const auto checkpoint = crypto::parse_checkpoint(*text);
    if (!checkpoint || checkpoint->origin != c.state.genesis().log.name() || checkpoint->size > c.at.index) return errc::bad_seen;
    return {};
}

// ---- governing kinds ----

std::error_code judge_claim(const Case&, const GenesisClaim&) { return errc::already_founded; }

std::error_code judge_claim(const Case& c, const MemberClaim& claim) {
    const auto& members = c.state.members();
    const auto known = members.find(claim.member);
    const auto current = known == members.end() ? std::optional<EntryId>{} : known->second.entry;
    if (claim.replaces != current) return errc::not_current;
    if (known == members.end() && claim.status == MemberClaim::Status::suspended) return errc::not_authorised;
    if (known == members.end() && members.size() > limits::states_max) return errc::too_large;
    return c.needs_consent() ? errc::consent_required : std::error_code{};
}

std::error_code judge_replacement(const Case& c, const DesignationClaim& claim, const Person& person) {
    if (!claim.replaces) return errc::already_exists;  // a handle is never reused
    if (*claim.replaces != person.designation) return errc::not_current;
    const bool may = c.author.handle == claim.handle || c.is_officer() || c.author.handle.member() == claim.handle.member();
    // Keys, role and a longer term are for a new designation by others to give, never for a replacement.
    const bool same_keys = person.devices.size() == 1 && person.devices.begin()->second == claim.keys;
    const bool longer = person.until && (!claim.until || *claim.until > *person.until);
    const bool revived = !person.active(c.at.time) || claim.role != person.role;
    return may && same_keys && !longer && !revived ? std::error_code{} : errc::not_authorised;
}

std::error_code judge_claim(const Case& c, const DesignationClaim& claim) {
    const Member member = claim.handle.member();
    // Contact details are sealed to the network and to nobody else.
    if (circles_of(c.header) != std::vector{Circle::network()}) return errc::audience_not_allowed;
    if (claim.role != Role::officer && claim.role != Role::focal_point) return errc::role_unsupported;
    if ((claim.role == Role::officer) != member.is_dmr() || !c.state.is_member(member, c.at.time)) return errc::not_authorised;
    if (const Person* person = c.state.find_person(claim.handle)) return judge_replacement(c, claim, *person);

    if (claim.replaces) return errc::not_current;
    if (c.state.signing_key_used(KeyId::of(claim.keys.sign)) || c.state.tls_key_used(claim.keys.tls)) return errc::already_exists;
    if (claim.until && *claim.until <= c.at.time) return errc::malformed_claim;
    if (member.is_dmr()) {
        if (!c.is_officer()) return errc::not_authorised;
        return c.needs_consent() ? errc::consent_required : std::error_code{};
    }
    // The first person of a state, or the first after a vacancy, is the DMR's to designate; every later one needs the state
    // and the DMR together.
    if (!c.state.active_persons(member, c.at.time).empty()) return errc::consent_required;
    return c.is_officer() ? std::error_code{} : errc::not_authorised;
}

std::error_code judge_claim(const Case& c, const CircleClaim& claim) {
    using Action = CircleClaim::Action;
    const CircleState* circle = c.state.find_circle(claim.circle);
    if (claim.action == Action::create) {
        if (!c.is_officer()) return errc::not_authorised;
        return circle ? errc::already_exists : std::error_code{};
    }
    if (!circle) return errc::unknown_circle;
    const bool joined = circle->joined.contains(c.author.handle.member());
    return joined == (claim.action == Action::join) ? errc::already_exists : std::error_code{};
}

std::error_code judge_claim(const Case& c, const RotationClaim& claim) {
    const CircleState* circle = c.state.find_circle(claim.circle);
    if (!circle) return errc::unknown_circle;
    if (!c.state.belongs(c.author, claim.circle, c.at.time)) return errc::not_authorised;
    if (claim.epoch != circle->current() + 1) return errc::epoch_out_of_order;
    if (circle->current() > 0 && !c.state.stale(claim.circle, c.at.time)) return errc::rotation_not_due;
    if (claim.history && !circle->history) return errc::malformed_claim;
    const auto expected = c.state.rotation_audience(claim.circle, c.at.time);
    return c.header.audience == expected ? std::error_code{} : errc::audience_not_allowed;
}

std::error_code judge_claim(const Case& c, const GrantClaim& claim) {
    const CircleState* circle = c.state.find_circle(claim.circle);
    if (!circle) return errc::unknown_circle;
    if (!c.state.belongs(c.author, claim.circle, c.at.time)) return errc::not_authorised;
    for (const auto epoch : claim.epochs) {
        if (!circle->epochs.contains(epoch)) return errc::unknown_circle;
        if (!circle->history && epoch != circle->current()) return errc::not_authorised;
        if (!c.state.knowers({claim.circle, epoch}).contains(c.header.key)) return errc::not_authorised;
    }
    // To one direct member of the circle: a member circle, or a device of `dmr` and `state:xx`.
    const Audience& to = c.header.audience.front();
    if (const auto* member = std::get_if<CircleEpoch>(&to)) {
        const auto members = c.state.member_circles(claim.circle, c.at.time);
        return std::ranges::find(members, member->circle) != members.end() ? std::error_code{} : errc::audience_not_allowed;
    }
    if (!claim.circle.member()) return errc::audience_not_allowed;
    const auto devices = c.state.rotation_audience(claim.circle, c.at.time);
    return std::ranges::find(devices, to) != devices.end() ? std::error_code{} : errc::audience_not_allowed;
}

std::error_code judge_claim(const Case& c, const AccessClaim& claim) {
    const auto& members = c.state.members();
    const auto member = members.find(claim.list.member);
    if (member == members.end()) return errc::not_authorised;
    const bool may = claim.list.side == ListSide::dmr ? c.is_officer() : c.author.handle.member() == claim.list.member;
    if (!may) return errc::not_authorised;
    const auto current = member->second.lists.find(claim.list.side);
    const auto replaced = current == member->second.lists.end() ? std::optional<EntryId>{} : current->second.second;
    return claim.replaces == replaced ? std::error_code{} : errc::not_current;
}

std::error_code judge_claim(const Case& c, const SettingsClaim& claim) {
    if (claim.replaces != c.state.settings_entry()) return errc::not_current;
    if (claim.founding_closed && !c.founding()) return errc::founding_over;
    return {};
}

// ---- what people write ----

std::error_code check_rights(const Case& c) {
    for (const Circle& to : circles_of(c.header)) {
        const bool addressable = to.type() == Circle::Type::network || to.type() == Circle::Type::dmr ||
                                 to.type() == Circle::Type::state || to.type() == Circle::Type::group;
        if (!addressable) return errc::audience_not_allowed;
        if (!c.state.may_write(c.author, c.header.kind, to)) return errc::not_permitted;
    }
    return {};
}

std::error_code judge_response(const Case& c) {
    const auto request = c.precedents.find(c.header.refs.front());
    // Absent and unreadable look alike: who may not read a request does not learn that it is there.
    const bool readable = request && request->kind == rule_of(Kind::request).name &&
                          std::ranges::any_of(request->audience, [&](const Circle& circle) {
                              return c.state.belongs(c.author, circle, c.at.time) && c.state.may_read(c.author, circle);
                          });
    if (!readable) return errc::ref_unknown;
    // To all who read the request, or to the requester alone: nothing between.
    std::vector<Circle> requester_only{Circle::of(request->author.member())};
    const Circle own = Circle::of(c.author.handle.member());
    if (own != requester_only.front()) requester_only.push_back(own);
    const auto to = circles_of(c.header);
    const bool fits = same_circles(to, request->audience) || same_circles(to, requester_only);
    return fits ? std::error_code{} : errc::audience_not_allowed;
}

std::error_code judge_genesis(const NetworkState& state, const Entry& entry, const Position& at) {
    if (state.founded() || at.index != 0) return errc::already_founded;
    const auto claim = parse_claim(entry.header);
    if (!claim) return claim.error();
    const auto& genesis = std::get<GenesisClaim>(*claim);
    if (genesis.founder != entry.header.author) return errc::author_unknown;
    if (KeyId::of(genesis.keys.sign) != entry.header.key) return errc::key_mismatch;
    if (entry.header.seen) return errc::bad_seen;
    return verify_signature(entry, genesis.keys.sign) ? std::error_code{} : errc::bad_signature;
}

}  // namespace

std::vector<Circle> circles_of(const Header& header) {
    std::vector<Circle> out;
    for (const Audience& to : header.audience)
        if (const auto* circle = std::get_if<CircleEpoch>(&to)) out.push_back(circle->circle);
    std::ranges::sort(out);
    return out;
}

Precedent precedent_of(const Entry& entry) {
    return {.kind = entry.header.kind, .author = entry.header.author, .audience = circles_of(entry.header)};
}

std::error_code judge(const NetworkState& state, const Precedents& precedents, const Entry& entry, const Position& at) {
    const Header& header = entry.header;
    if (const auto error = check_shape(header)) return error;
    if (precedents.header_known(entry.header_hash)) return errc::duplicate_entry;
    const KindRule& rule = *find_kind(header.kind);
    if (rule.kind == Kind::genesis) return judge_genesis(state, entry, at);
    if (!state.founded()) return errc::not_founded;
    if (header.network != state.network()) return errc::wrong_network;

    const Person* author = state.find_active(header.author, at.time);
    if (!author) return errc::author_unknown;
    const auto device = author->devices.find(header.key);
    if (device == author->devices.end()) return errc::key_mismatch;
    if (!verify_signature(entry, device->second.sign)) return errc::bad_signature;
    if (!rule.authors.has(author->role)) return errc::not_authorised;

    const Case c{.state = state, .precedents = precedents, .entry = entry, .header = header, .at = at, .author = *author};
    if (const auto error = check_seen(c)) return error;
    if (const auto error = check_audience(c)) return error;
    if (rule.governing) {
        const auto claim = parse_claim(header);
        if (!claim) return claim.error();
        if (rule.body == Presence::required && !rule.carries_key)
            if (const auto error = check_own_circle(c)) return error;
        return std::visit([&](const auto& value) { return judge_claim(c, value); }, *claim);
    }
    if (const auto error = check_own_circle(c)) return error;
    if (const auto error = check_rights(c)) return error;
    return rule.kind == Kind::response ? judge_response(c) : std::error_code{};
}

}  // namespace protocol
