#include "clients/core/session/composer.hpp"

#include "clients/core/session/sealing.hpp"
#include "crypto/random.hpp"

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

Composer::Composer(const Identity& identity, const Keyring& keyring, NetworkState state, const Precedents& precedents, Moment moment)
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
            auto old = keyring_.hand_over(circle, {epoch});
            if (!old) old = made.hand_over(circle, {epoch});
            if (old) (*content)["secrets"].push_back(old->at("secrets").front());
        }
    Header header = header_of({.kind = Kind::rotation, .to = {}, .devices = {}, .refs = {}, .claim = claim, .content = {}});
    header.audience = state_.rotation_audience(circle, moment_.time);
    return add_carrying(std::move(header), *content);
}

std::error_code Composer::add_grant(const Circle& circle, const Audience& to) {
    const CircleState* known = state_.find_circle(circle);
    if (!known) return errc::unknown_circle;
    GrantClaim claim{.circle = circle, .epochs = {}};
    for (const auto& [epoch, state] : known->epochs)
        if (keyring_.find({circle, epoch}) && (known->history || epoch == known->current())) claim.epochs.push_back(epoch);
    const auto content = keyring_.hand_over(circle, claim.epochs);
    if (claim.epochs.empty() || !content) return errc::not_authorised;
    Header header = header_of({.kind = Kind::grant, .to = {}, .devices = {}, .refs = {}, .claim = claim, .content = {}});
    header.audience = {to};
    return add_carrying(std::move(header), *content);
}

}  // namespace clients
