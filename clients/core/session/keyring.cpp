#include "clients/core/session/keyring.hpp"

#include <set>

namespace clients {

const crypto::age::HybridIdentity* Keyring::find(const protocol::CircleEpoch& epoch) const {
    const auto found = secrets_.find(epoch);
    return found == secrets_.end() ? nullptr : &found->second;
}

const crypto::age::HybridIdentity* Keyring::find_published(const protocol::CircleEpoch& epoch,
                                                           const protocol::NetworkState& state) const {
    const auto* held = find(epoch);
    const auto* published = state.recipient_of(epoch);
    return held && published && held->recipient() == *published ? held : nullptr;
}

bool Keyring::add(const protocol::CircleEpoch& epoch, crypto::age::HybridIdentity identity) {
    return secrets_.try_emplace(epoch, std::move(identity)).second;
}

std::optional<SecretJson> Keyring::hand_over(const protocol::Circle& circle, const std::vector<std::uint64_t>& epochs) const {
    SecretJson list = SecretJson::array();
    for (const auto epoch : epochs) {
        const auto* identity = find({circle, epoch});
        if (!identity) return std::nullopt;
        SecretJson item = SecretJson::object();
        item["epoch"] = epoch;
        item["secret"] = secret_string(crypto::as_text(identity->text()));
        list.push_back(std::move(item));
    }
    SecretJson out = SecretJson::object();
    out["secrets"] = std::move(list);
    return out;
}

Keyring::TakenOver Keyring::take_over(const protocol::Circle& circle, const std::vector<std::uint64_t>& promised,
                                      const SecretJson& content, const protocol::NetworkState& state) {
    TakenOver taken;
    const auto* known = state.find_circle(circle);
    const auto list = content.find("secrets");
    if (!known || list == content.end() || !list->is_array() || content.size() != 1)
        return {.grew = false, .fault = protocol::errc::malformed_content};
    std::set<std::uint64_t> missing(promised.begin(), promised.end());
    for (const auto& item : *list) {
        const auto epoch = integer_of(item, "epoch");
        auto identity = crypto::age::HybridIdentity::parse(text_of(item, "secret"));
        const auto published = epoch ? known->epochs.find(*epoch) : known->epochs.end();
        // Old ones too: a rotator that ships a wrong old secret takes the past away from whoever comes later.
        if (!identity || published == known->epochs.end() || published->second.key != identity->recipient()) {
            taken.fault = protocol::errc::malformed_content;
            continue;
        }
        missing.erase(*epoch);
        const auto* held = find({circle, *epoch});
        if (held && held->recipient() == published->second.key) continue;
        secrets_.erase({circle, *epoch});
        taken.grew |= add({circle, *epoch}, std::move(*identity));
    }
    if (!missing.empty()) taken.fault = protocol::errc::malformed_content;
    return taken;
}

void Keyring::drop(const protocol::CircleEpoch& epoch, const crypto::age::HybridRecipient& key) {
    if (const auto* held = find(epoch); held && held->recipient() == key) secrets_.erase(epoch);
}

crypto::SecretBytes Keyring::text() const {
    SecretJson out = SecretJson::array();
    for (const auto& [epoch, identity] : secrets_) {
        SecretJson item = SecretJson::object();
        item["circle"] = secret_string(epoch.circle.text());
        item["epoch"] = epoch.epoch;
        item["secret"] = secret_string(crypto::as_text(identity.text()));
        out.push_back(std::move(item));
    }
    SecretJson object = SecretJson::object();
    object["keyring"] = std::move(out);
    return dump_secret(object);
}

std::optional<Keyring> Keyring::parse(const crypto::SecretBytes& text) {
    const auto json = parse_secret(text);
    if (!json || !json->contains("keyring") || !json->at("keyring").is_array()) return std::nullopt;
    Keyring out;
    for (const auto& item : json->at("keyring")) {
        const auto circle = protocol::Circle::parse(text_of(item, "circle"));
        const auto epoch = integer_of(item, "epoch");
        auto identity = crypto::age::HybridIdentity::parse(text_of(item, "secret"));
        if (!circle || !epoch || !identity) return std::nullopt;
        out.add({*circle, *epoch}, std::move(*identity));
    }
    return out;
}

}  // namespace clients
