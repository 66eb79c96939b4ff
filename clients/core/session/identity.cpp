#include "clients/core/session/identity.hpp"

#include "crypto/encoding.hpp"

namespace clients {

Identity Identity::generate(protocol::Handle handle, std::string gateway, std::vector<crypto::tls::SpkiPin> pins) {
    return {.handle = std::move(handle), .network = {}, .gateway = std::move(gateway), .pins = std::move(pins),
            .sign = crypto::SigningKey::generate(), .age = crypto::age::HybridIdentity::generate(),
            .tls = crypto::tls::Key::generate()};
}

protocol::DeviceKeys Identity::public_keys() const {
    return {.sign = sign.verify_key(), .age = age.recipient(), .tls = tls.pin()};
}

protocol::KeyId Identity::key_id() const { return protocol::KeyId::of(sign.verify_key()); }

namespace {

// Written digit by digit into wiping memory: base64_encode would leave a copy in an ordinary string.
SecretJson bytes_json(const auto& bytes) {
    SecretJson out = SecretJson::array();
    for (const auto byte : bytes) out.push_back(std::uint64_t{byte});
    return out;
}

std::optional<crypto::SecretBytes> read_bytes(const SecretJson& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array()) return std::nullopt;
    crypto::SecretBytes out;
    out.reserve(found->size());
    for (const auto& byte : *found) {
        if (!byte.is_number_unsigned() || byte.get<std::uint64_t>() > 255) return std::nullopt;
        out.push_back(static_cast<std::uint8_t>(byte.get<std::uint64_t>()));
    }
    return out;
}

// What an identity and a carrier have in common.
SecretJson connection_json(const auto& who) {
    SecretJson out = SecretJson::object();
    out["handle"] = secret_string(who.handle.text());
    out["network"] = secret_string(protocol::id_text(who.network));
    out["gateway"] = secret_string(who.gateway);
    out["pins"] = SecretJson::array();
    for (const auto& pin : who.pins) out["pins"].push_back(secret_string(crypto::hex_encode(pin)));
    out["tls"] = bytes_json(who.tls.pkcs8_der());
    return out;
}

std::optional<Carrier> read_connection(const SecretJson& json) {
    const auto handle = protocol::Handle::parse(text_of(json, "handle"));
    const auto network = protocol::parse_id(text_of(json, "network"));
    auto tls = read_bytes(json, "tls");
    const auto pins = json.find("pins");
    if (!handle || !network || !tls || pins == json.end() || !pins->is_array()) return std::nullopt;
    Carrier out{.handle = *handle, .network = *network, .gateway = std::string(text_of(json, "gateway")), .pins = {},
                .tls = crypto::tls::Key(std::move(*tls))};
    for (const auto& item : *pins) {
        const auto pin = item.is_string()
                             ? crypto::fixed<32>(crypto::hex_decode(std::string_view(item.get_ref<const SecretString&>())))
                             : std::nullopt;
        if (!pin) return std::nullopt;
        out.pins.push_back(*pin);
    }
    return out;
}

}  // namespace

Carrier Carrier::of(const Identity& identity) {
    return {.handle = identity.handle, .network = identity.network, .gateway = identity.gateway, .pins = identity.pins,
            .tls = crypto::tls::Key(identity.tls.pkcs8_der())};
}

crypto::SecretBytes carrier_text(const Carrier& carrier) { return dump_secret(connection_json(carrier)); }

std::optional<Carrier> parse_carrier(const crypto::SecretBytes& text) {
    const auto json = parse_secret(text);
    return json ? read_connection(*json) : std::nullopt;
}

crypto::SecretBytes identity_text(const Identity& identity) {
    SecretJson out = connection_json(identity);
    out["sign"] = bytes_json(identity.sign.seed().expose());
    out["age"] = secret_string(crypto::as_text(identity.age.text()));
    return dump_secret(out);
}

std::optional<Identity> parse_identity(const crypto::SecretBytes& text) {
    const auto json = parse_secret(text);
    if (!json) return std::nullopt;
    auto connection = read_connection(*json);
    auto age = crypto::age::HybridIdentity::parse(text_of(*json, "age"));
    const auto seed = read_bytes(*json, "sign");
    if (!connection || !age || !seed || seed->size() != 32) return std::nullopt;
    return Identity{.handle = std::move(connection->handle), .network = connection->network,
                    .gateway = std::move(connection->gateway),
                    .pins = std::move(connection->pins),
                    .sign = crypto::SigningKey(crypto::SigningSeed(std::span<const std::uint8_t, 32>(*seed))),
                    .age = std::move(*age), .tls = std::move(connection->tls)};
}

}  // namespace clients
