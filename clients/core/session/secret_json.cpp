#include "clients/core/session/secret_json.hpp"

namespace clients {

crypto::SecretBytes dump_secret(const SecretJson& value) {
    const SecretString text = value.dump();
    return {text.begin(), text.end()};
}

std::optional<SecretJson> parse_secret(const crypto::SecretBytes& text) {
    return protocol::parse_hostile_json(crypto::as_text(text));
}

std::string_view text_of(const SecretJson& object, const char* key) {
    if (!object.is_object()) return {};
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) return {};
    return found->get_ref<const SecretString&>();
}

std::optional<std::uint64_t> integer_of(const SecretJson& object, const char* key) {
    if (!object.is_object()) return std::nullopt;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
    return found->get<std::uint64_t>();
}

nlohmann::json plain_json(const SecretJson& value) {
    const SecretString text = value.dump();
    return nlohmann::json::parse(text.begin(), text.end());
}

SecretJson secret_json(const nlohmann::json& value) {
    const std::string text = value.dump();
    return SecretJson::parse(text.begin(), text.end());
}

}  // namespace clients
