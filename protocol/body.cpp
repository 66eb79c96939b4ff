#include "protocol/body.hpp"

#include <algorithm>
#include <set>

#include "crypto/encoding.hpp"
#include "crypto/padme.hpp"
#include "protocol/json_depth.hpp"
#include "protocol/kinds.hpp"
#include "protocol/limits.hpp"

namespace protocol {
namespace {

std::uint64_t padded_bytes(const Header& header, std::size_t object_bytes) {
    const KindRule* rule = find_kind(header.kind);
    const auto floor = rule && rule->written_by_people ? limits::written_floor_bytes : limits::body_floor_bytes;
    return crypto::padme(object_bytes + 1, floor);
}

}  // namespace

std::optional<SecretJson> parse_hostile_json(std::string_view text) {
    if (!is_shallow_json(text, limits::body_depth_max)) return std::nullopt;
    bool unique = true;
    std::vector<std::set<SecretString>> keys;  // of the objects that are open
    const auto watch = [&](int, SecretJson::parse_event_t event, SecretJson& value) {
        if (event == SecretJson::parse_event_t::object_start) keys.emplace_back();
        if (event == SecretJson::parse_event_t::object_end) keys.pop_back();
        if (event == SecretJson::parse_event_t::key && !keys.back().insert(value.get<SecretString>()).second) unique = false;
        return true;
    };
    auto value = SecretJson::parse(text, watch, /*allow_exceptions=*/false);
    if (!unique || value.is_discarded()) return std::nullopt;
    return value;
}

crypto::SecretBytes body_plaintext(const Header& header, const SecretJson& content) {
    SecretJson object = SecretJson::object();
    const std::string bind = crypto::hex_encode(bind_of(header));
    object["bind"] = SecretString(bind.begin(), bind.end());
    object["content"] = content;
    const SecretString text = object.dump();
    crypto::SecretBytes out(text.begin(), text.end());
    const auto bytes_count = padded_bytes(header, text.size());
    out.push_back('\n');
    out.resize(bytes_count, ' ');
    return out;
}

std::expected<SecretJson, std::error_code> parse_body(const Header& header, const crypto::SecretBytes& plaintext) {
    const auto text = crypto::as_text(plaintext);
    const auto object_end = text.find('\n');
    if (object_end == std::string_view::npos || text.find_first_not_of(' ', object_end + 1) != std::string_view::npos ||
        text.size() != padded_bytes(header, object_end))
        return std::unexpected(errc::bad_padding);
    auto object = parse_hostile_json(text.substr(0, object_end));
    if (!object || !object->is_object() || object->size() != 2 || !object->contains("bind") || !object->contains("content"))
        return std::unexpected(errc::malformed_content);
    const std::string bind = crypto::hex_encode(bind_of(header));
    const auto& stated = object->at("bind");
    if (!stated.is_string() || std::string_view(stated.get_ref<const SecretString&>()) != bind)
        return std::unexpected(errc::bind_mismatch);
    if (!object->at("content").is_object()) return std::unexpected(errc::malformed_content);
    return SecretJson(std::move(object->at("content")));
}

}  // namespace protocol
