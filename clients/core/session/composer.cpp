#include "clients/core/session/composer.hpp"

#include <algorithm>

#include "clients/core/session/failure.hpp"
#include "clients/core/session/sealing.hpp"
#include "clients/core/session/turn.hpp"
#include "crypto/random.hpp"
#include "protocol/limits.hpp"

namespace clients {

using namespace protocol;

crypto::SecretBytes draft_text(const Draft& draft) {
    SecretJson out = SecretJson::object();
    out["kind"] = secret_string(rule_of(draft.kind).name);
    out["to"] = SecretJson::array();
    for (const Circle& circle : draft.to) out["to"].push_back(secret_string(circle.text()));
    out["refs"] = SecretJson::array();
    for (const EntryId& ref : draft.refs) out["refs"].push_back(secret_string(id_text(ref)));
    if (draft.content) out["content"] = *draft.content;
    return dump_secret(out);
}

std::optional<Draft> parse_draft(const crypto::SecretBytes& text) {
    const auto json = parse_secret(text);
    const KindRule* rule = json ? find_kind(text_of(*json, "kind")) : nullptr;
    if (!rule || !json->contains("to") || !json->contains("refs")) return std::nullopt;
    Draft draft{.kind = rule->kind, .to = {}, .devices = {}, .refs = {}, .claim = {}, .content = {}};
    for (const auto& item : json->at("to")) {
        const auto circle = Circle::parse(std::string_view(item.get_ref<const SecretString&>()));
        if (!circle) return std::nullopt;
        draft.to.push_back(*circle);
    }
    for (const auto& item : json->at("refs")) {
        const auto ref = parse_id(std::string_view(item.get_ref<const SecretString&>()));
        if (!ref) return std::nullopt;
        draft.refs.push_back(*ref);
    }
    if (json->contains("content")) draft.content = json->at("content");
    return draft;
}

Composer::Composer(const Identity& identity, const Keyring& keyring, NetworkState state, const Precedents& precedents,
                   Moment moment)
    : identity_(identity), keyring_(keyring), state_(std::move(state)), precedents_(precedents), moment_(std::move(moment)) {}

Header Composer::header_of(const Draft& draft) const {
    Header header{.kind = std::string(rule_of(draft.kind).name), .network = {}, .author = identity_.handle,
                  .key = identity_.key_id(), .audience = {}, .refs = draft.refs, .body = {}, .blobs = {},
                  .time = moment_.time, .nonce = crypto::random_array<16>(), .seen = moment_.seen, .claim = {}};
    if (draft.kind != Kind::genesis) header.network = state_.network();
    if (draft.claim) header.claim = claim_json(*draft.claim);
    for (const Circle& circle : draft.to) {
        const CircleState* known = state_.find_circle(circle);
        header.audience.push_back(CircleEpoch{circle, known ? known->current() : 0});
    }
    for (const KeyId& device : draft.devices) header.audience.push_back(device);
    return header;
}

std::error_code Composer::add(const Draft& draft) {
    const auto closed = [&](const Circle& to) { return moment_.unconfirmed.contains(to); };
    if (rule_of(draft.kind).written_by_people && std::ranges::any_of(draft.to, closed)) return session_errc::seat_unconfirmed;
    const Header header = header_of(draft);
    if (draft.content) return add_carrying(header, *draft.content);
    auto entry = seal_entry(header, std::nullopt, {}, identity_.sign);
    if (!entry) return entry.error();
    return accept(std::move(*entry));
}

std::error_code Composer::add(Entry entry) { return accept(std::move(entry)); }

std::error_code Composer::add_carrying(Header header, const SecretJson& content) {
    std::vector<crypto::age::HybridRecipient> recipients;
    for (const Audience& to : header.audience) {
        const auto* recipient = state_.recipient_of(to);
        if (!recipient) return errc::unknown_circle;
        recipients.push_back(*recipient);
    }
    if (recipients.empty()) return errc::unknown_circle;
    auto entry = seal_entry(std::move(header), content, recipients, identity_.sign);
    if (!entry) return entry.error();
    return accept(std::move(*entry));
}

std::error_code Composer::accept(Entry entry) {
    const Position at{.index = moment_.index + batch_.size(), .time = moment_.time};
    if (const auto error = judge(state_, precedents_, entry, at)) return error;
    state_.apply(entry, at);
    batch_.push_back(std::move(entry));
    return {};
}

std::error_code Composer::add_rotation(const Circle& circle, Keyring& made) {
    const CircleState* known = state_.find_circle(circle);
    if (!known) return errc::unknown_circle;
    const std::uint64_t next = known->current() + 1;
    auto identity = crypto::age::HybridIdentity::generate();
    const RotationClaim claim{.circle = circle, .epoch = next, .key = identity.recipient(), .history = known->history};

    // The new secret first, then the past as far as this person holds it and the circle hands it on.
    made.add({circle, next}, std::move(identity));
    auto content = made.hand_over(circle, {next});
    if (known->history)
        for (const auto& [epoch, state] : known->epochs) {
            const Keyring& held = made.find({circle, epoch}) ? made : keyring_;
            const auto* secret = held.find({circle, epoch});
            if (!secret || secret->recipient() != state.key) continue;  // one that came second is nobody's
            if (auto old = held.hand_over(circle, {epoch})) (*content)["secrets"].push_back(old->at("secrets").front());
        }
    Header header = header_of({.kind = Kind::rotation, .to = {}, .devices = {}, .refs = {}, .claim = claim, .content = {}});
    header.audience = state_.rotation_audience(circle, moment_.time);
    return add_carrying(std::move(header), *content);
}

std::error_code Composer::add_grant(const MissingGrant& grant) {
    const auto content = keyring_.hand_over(grant.circle, grant.epochs);
    if (grant.epochs.empty() || !content) return errc::not_authorised;
    const GrantClaim claim{.circle = grant.circle, .epochs = grant.epochs};
    Header header = header_of({.kind = Kind::grant, .to = {}, .devices = {}, .refs = {}, .claim = claim, .content = {}});
    header.audience = {grant.to};
    return add_carrying(std::move(header), *content);
}

std::error_code Composer::add_grants_to(const Member& member) {
    const auto concerns = [&](const MissingGrant& grant) {
        const auto* circle = std::get_if<CircleEpoch>(&grant.to);
        return circle ? circle->circle.member() == member : grant.circle.member() == member;
    };
    for (const MissingGrant& grant : grants_within_reach(state_, identity_, keyring_, moment_.time))
        if (concerns(grant))
            if (const auto error = add_grant(grant)) return error;
    return {};
}

std::error_code Composer::add_grants_to(const KeyId& key) {
    while (batch_.size() < protocol::limits::batch_entries_max) {   // one grant names so many epochs, and no more
        const auto missing = grants_within_reach(state_, identity_, keyring_, moment_.time);
        const auto next = std::ranges::find(missing, Audience{key}, &MissingGrant::to);
        if (next == missing.end()) return {};
        if (const auto error = add_grant(*next)) return error;
    }
    return {};
}

std::vector<MissingGrant> grants_within_reach(const NetworkState& state, const Identity& identity, const Keyring& keyring,
                                              std::int64_t time) {
    std::vector<MissingGrant> out;
    const Person* me = state.find_active(identity.handle, time);
    if (!me) return out;
    for (MissingGrant grant : state.missing_grants(time)) {
        if (!hands_over(state, *me, grant.circle, time)) continue;
        std::erase_if(grant.epochs, [&](std::uint64_t epoch) {
            const CircleEpoch at{grant.circle, epoch};
            return !keyring.find_published(at, state) || !state.knowers(at).contains(identity.key_id());
        });
        if (grant.epochs.size() > protocol::limits::grant_epochs_max)   // the newest: what is read now
            grant.epochs.erase(grant.epochs.begin(), grant.epochs.end() - protocol::limits::grant_epochs_max);
        const bool adds = std::ranges::any_of(grant.epochs, [&](std::uint64_t epoch) {
            return state.grant_adds({grant.circle, epoch}, grant.to);
        });
        if (adds) out.push_back(std::move(grant));
    }
    return out;
}

}  // namespace clients
