#include "clients/core/session/keyring.hpp"

namespace clients {

const crypto::age::HybridIdentity* Keyring::find(const protocol::CircleEpoch& epoch) const {
    const auto found = secrets_.find(epoch);
    return found == secrets_.end() ? nullptr : &found->second;
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

std::expected<bool, std::error_code> Keyring::take_over(const protocol::Circle& circle, const SecretJson& content,
                                                        const protocol::NetworkState& state) {
    const auto malformed = [] { return std::unexpected(make_error_code(protocol::errc::malformed_content)); };
    const auto* known = state.find_circle(circle);
    const auto list = content.find("secrets");
    if (!known || list == content.end() || !list->is_array() || content.size() != 1) return malformed();
    bool is_new = false;
    for (const auto& item : *list) {
        const auto epoch = integer_of(item, "epoch");
        auto identity = crypto::age::HybridIdentity::parse(text_of(item, "secret"));
        if (!epoch || !identity) return malformed();
        const auto published = known->epochs.find(*epoch);
        // Old ones too: a rotator that ships a wrong old secret takes the past away from whoever comes later.
        if (published == known->epochs.end() || published->second.key != identity->recipient()) return malformed();
        is_new |= add({circle, *epoch}, std::move(*identity));
    }
    return is_new;
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
