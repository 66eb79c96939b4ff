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

crypto::SecretBytes identity_text(const Identity& identity) {
    SecretJson out = SecretJson::object();
    out["handle"] = secret_string(identity.handle.text());
    out["network"] = secret_string(protocol::id_text(identity.network));
    out["gateway"] = secret_string(identity.gateway);
    out["pins"] = SecretJson::array();
    for (const auto& pin : identity.pins) out["pins"].push_back(secret_string(crypto::hex_encode(pin)));
    // Written digit by digit into wiping memory: base64_encode would leave a copy in an ordinary string.
    SecretJson seed = SecretJson::array();
    for (const auto byte : identity.sign.seed().expose()) seed.push_back(std::uint64_t{byte});
    out["sign"] = std::move(seed);
    out["age"] = secret_string(crypto::as_text(identity.age.text()));
    SecretJson tls = SecretJson::array();
    for (const auto byte : identity.tls.pkcs8_der()) tls.push_back(std::uint64_t{byte});
    out["tls"] = std::move(tls);
    return dump_secret(out);
}

namespace {

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

}  // namespace

std::optional<Identity> parse_identity(const crypto::SecretBytes& text) {
    const auto json = parse_secret(text);
    if (!json) return std::nullopt;
    const auto handle = protocol::Handle::parse(text_of(*json, "handle"));
    const auto network = protocol::parse_id(text_of(*json, "network"));
    auto age = crypto::age::HybridIdentity::parse(text_of(*json, "age"));
    const auto seed = read_bytes(*json, "sign");
    auto tls = read_bytes(*json, "tls");
    const auto pins = json->find("pins");
    if (!handle || !network || !age || !seed || seed->size() != 32 || !tls || pins == json->end() || !pins->is_array())
        return std::nullopt;
    Identity identity{.handle = *handle, .network = *network, .gateway = std::string(text_of(*json, "gateway")), .pins = {},
                      .sign = crypto::SigningKey(crypto::SigningSeed(std::span<const std::uint8_t, 32>(*seed))),
                      .age = std::move(*age), .tls = crypto::tls::Key(std::move(*tls))};
    for (const auto& item : *pins) {
        const auto pin = item.is_string()
                             ? crypto::fixed<32>(crypto::hex_decode(std::string_view(item.get_ref<const SecretString&>())))
                             : std::nullopt;
        if (!pin) return std::nullopt;
        identity.pins.push_back(*pin);
    }
    return identity;
}

}  // namespace clients
