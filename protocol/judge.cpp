#include "protocol/judge.hpp"

#include <algorithm>

#include "crypto/checkpoint.hpp"
#include "protocol/authority/act.hpp"
#include "protocol/kinds.hpp"

namespace protocol {
namespace {

// Everything the rules look at.
struct Case {
    const NetworkState& state;
    const Precedents& precedents;
    const Entry& entry;
    const Header& header;
    const Position& at;
    const Person& author;
};

bool same_circles(std::vector<Circle> a, std::vector<Circle> b) {
    std::ranges::sort(a);
    std::ranges::sort(b);
    return a == b;
}

std::error_code check_audience(const Case& c) {
    std::vector<std::string> names;
    for (const Audience& to : c.header.audience) {
        if (const auto* key = std::get_if<KeyId>(&to)) {
            if (!c.state.key_in_force(*key, c.at.time)) return errc::unknown_circle;
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

// ---- what people write ----

bool is_addressable(const Circle& to, std::string_view kind) {
    switch (to.type()) {
        case Circle::Type::network:
        case Circle::Type::dmr:
        case Circle::Type::state:
        case Circle::Type::group: return true;
        case Circle::Type::person: return kind == rule_of(Kind::information).name;  // forwarding
        case Circle::Type::meeting: return false;
    }
    return false;
}

std::error_code check_rights(const Case& c) {
    for (const Circle& to : circles_of(c.header)) {
        if (!is_addressable(to, c.header.kind)) return errc::audience_not_allowed;
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

// ---- governing kinds ----

std::error_code judge_claim(const Case& c) {
    const auto claim = parse_claim(c.header);
    if (!claim) return claim.error();
    const KindRule& rule = *find_kind(c.header.kind);
    if (rule.body == Presence::required && !rule.carries_key)
        if (const auto error = check_own_circle(c)) return error;
    const Source source = source_of(c.entry.id, c.header);
    const authority::Act act{.state = c.state, .at = c.at, .source = source, .author = c.author};
    if (const auto error = authority::judge(act, *claim)) return error;
    return authority::check_parties(act, needed_consents(c.state, *claim, c.author.handle, c.at.time));
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

// The key that has to have signed: of the author's device, or the one that a recovered device brings along.
std::optional<crypto::VerifyKey> signing_key(const Person& author, const Header& header) {
    if (header.kind == rule_of(Kind::recovery).name) {
        const auto claim = parse_claim(header);
        const auto* recovery = claim ? std::get_if<RecoveryClaim>(&*claim) : nullptr;
        const auto* use = recovery ? std::get_if<RecoveryUse>(&recovery->action) : nullptr;
        if (use && use->keys) return KeyId::of(use->keys->sign) == header.key ? std::optional{use->keys->sign} : std::nullopt;
    }
    const auto device = author.devices.find(header.key);
    return device == author.devices.end() ? std::nullopt : std::optional{device->second.sign};
}

}  // namespace

std::vector<Circle> circles_of(const Header& header) { return authority::circles_in(header.audience); }

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
    const auto key = signing_key(*author, header);
    if (!key) return errc::key_mismatch;
    if (!verify_signature(entry, *key)) return errc::bad_signature;
    if (!rule.authors.has(author->role)) return errc::not_authorised;

    const Case c{.state = state, .precedents = precedents, .entry = entry, .header = header, .at = at, .author = *author};
    if (const auto error = check_seen(c)) return error;
    if (const auto error = check_audience(c)) return error;
    if (rule.governing) return judge_claim(c);
    if (const auto error = check_own_circle(c)) return error;
    if (const auto error = check_rights(c)) return error;
    return rule.kind == Kind::response ? judge_response(c) : std::error_code{};
}

}  // namespace protocol
