#include "protocol/claims.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "protocol/fields.hpp"
#include "protocol/kinds.hpp"
#include "protocol/limits.hpp"

namespace protocol {
namespace {

struct SettingBound {
    std::string_view name;
    std::uint64_t min, max;
};
// The settings this version acts on. Others are whole numbers under plain names, kept as they are.
constexpr std::array<SettingBound, 3> setting_bounds{{
    {"questions_max", 1, 100},
    {"question_words_max", 10, 1000},
    {"background_words_max", 0, 5000},
}};

Json settings_json(const SettingValues& values) {
    Json out;
    for (const auto& [name, value] : values) out[name] = value;
    return out;
}

std::optional<SettingValues> parse_settings(const Json& object) {
    if (!object.is_object() || object.size() > limits::settings_max) return std::nullopt;
    SettingValues values;
    for (const auto& [name, value] : object.items()) {
        const bool plain = name.size() <= limits::slug_bytes_max &&
                           std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
        if (!plain || !value.is_number_unsigned()) return std::nullopt;
        values.emplace(name, value.get<std::uint64_t>());
    }
    if (!known_settings_in_bounds(values)) return std::nullopt;
    return values;
}

std::optional<crypto::note::Verifier> parse_verifier(std::string_view text) {
    auto verifier = crypto::note::Verifier::parse(text);
    if (!verifier) return std::nullopt;
    return std::move(*verifier);
}

// Each function below is the field list of one claim; the writers stand beside their readers.

Json write(const GenesisClaim& claim) {
    Json out = {{"name", claim.name},
                {"log", claim.log.text()},
                {"founder", {{"handle", claim.founder.text()}, {"keys", device_keys_json(claim.keys)}}}};
    for (const auto& pin : claim.pins) out["pins"].push_back(crypto::hex_encode(pin));
    for (const Member& state : claim.states) out["states"].push_back(state.text());
    if (!claim.settings.empty()) out["settings"] = settings_json(claim.settings);
    return out;
}

std::optional<Claim> read_genesis(const Json& value) {
    Fields fields(value);
    const auto name = fields.text("name");
    const auto log = fields.parsed("log", parse_verifier);
    const Json founder = fields.object("founder");
    Fields founder_fields(founder);
    const auto handle = founder_fields.parsed("handle", Handle::parse);
    const auto keys = parse_device_keys(founder_fields.object("keys"));
    if (!log || !handle || !keys || !founder_fields.done()) return std::nullopt;

    GenesisClaim claim{.name = name, .log = *log, .pins = {}, .states = {}, .founder = *handle, .keys = *keys, .settings = {}};
    for (const Json& item : fields.array("pins", 2)) {
        const auto pin = item.is_string() ? crypto::fixed<32>(crypto::hex_decode(item.get<std::string>())) : std::nullopt;
        if (!pin) return std::nullopt;
        claim.pins.push_back(*pin);
    }
    for (const Json& item : fields.array("states", limits::states_max)) {
        const auto state = item.is_string() ? Member::parse(item.get<std::string>()) : std::nullopt;
        if (!state || state->is_dmr() || std::ranges::find(claim.states, *state) != claim.states.end()) return std::nullopt;
        claim.states.push_back(*state);
    }
    if (fields.has("settings")) {
        const auto settings = parse_settings(fields.object("settings"));
        if (!settings) return std::nullopt;
        claim.settings = *settings;
    }
    if (!fields.done() || name.empty() || name.size() > limits::name_bytes_max || !handle->member().is_dmr())
        return std::nullopt;
    return claim;
}

Json write(const MemberClaim& claim) {
    Json out = {{"member", claim.member.text()},
                {"status", claim.status == MemberClaim::Status::admitted ? "admitted" : "suspended"}};
    if (claim.replaces) out["replaces"] = id_text(*claim.replaces);
    return out;
}

std::optional<Claim> read_member(const Json& value) {
    Fields fields(value);
    const auto member = fields.parsed("member", Member::parse);
    const auto status = fields.text("status");
    if (!member || member->is_dmr() || (status != "admitted" && status != "suspended")) return std::nullopt;
    MemberClaim claim{.member = *member,
                      .status = status == "admitted" ? MemberClaim::Status::admitted : MemberClaim::Status::suspended,
                      .replaces = {}};
    if (fields.has("replaces")) claim.replaces = fields.hex<32>("replaces");
    if (!fields.done()) return std::nullopt;
    return claim;
}

Json write(const DesignationClaim& claim) {
    Json out = {{"handle", claim.handle.text()}, {"role", role_name(claim.role)}, {"keys", device_keys_json(claim.keys)}};
    if (claim.from) out["from"] = *claim.from;
    if (claim.until) out["until"] = *claim.until;
    if (claim.replaces) out["replaces"] = id_text(*claim.replaces);
    return out;
}

std::optional<Claim> read_designation(const Json& value) {
    Fields fields(value);
    const auto handle = fields.parsed("handle", Handle::parse);
    const auto role = fields.parsed("role", parse_role);
    const auto keys = parse_device_keys(fields.object("keys"));
    if (!handle || !role || !keys) return std::nullopt;
    DesignationClaim claim{.handle = *handle, .role = *role, .keys = *keys, .from = {}, .until = {}, .replaces = {}};
    if (fields.has("from")) claim.from = static_cast<std::int64_t>(fields.integer("from", limits::integer_max));
    if (fields.has("until")) claim.until = static_cast<std::int64_t>(fields.integer("until", limits::integer_max));
    if (fields.has("replaces")) claim.replaces = fields.hex<32>("replaces");
    if (!fields.done() || (claim.from && claim.until && *claim.from >= *claim.until)) return std::nullopt;
    return claim;
}

Json write(const CircleClaim& claim) {
    using Action = CircleClaim::Action;
    Json out = {{"circle", claim.circle.text()},
                {"action", claim.action == Action::create ? "create" : claim.action == Action::join ? "join" : "leave"}};
    if (!claim.history) out["history"] = "none";
    return out;
}

// `history` is written only when the past does not travel.
bool read_history(Fields& fields) {
    if (!fields.has("history")) return true;
    if (fields.text("history") != "none") fields.fail();
    return false;
}

std::optional<Claim> read_circle(const Json& value) {
    using Action = CircleClaim::Action;
    Fields fields(value);
    const auto circle = fields.parsed("circle", Circle::parse);
    const auto action = fields.text("action");
    if (!circle || circle->type() != Circle::Type::group) return std::nullopt;
    CircleClaim claim{.circle = *circle, .action = Action::create, .history = true};
    if (action == "join") claim.action = Action::join;
    else if (action == "leave") claim.action = Action::leave;
    else if (action != "create") return std::nullopt;
    if (claim.action == Action::create) claim.history = read_history(fields);
    if (!fields.done()) return std::nullopt;
    return claim;
}

Json write(const RotationClaim& claim) {
    Json out = {{"circle", claim.circle.text()}, {"epoch", claim.epoch}, {"key", crypto::base64_encode(claim.key.bytes)}};
    if (!claim.history) out["history"] = "none";
    return out;
}

std::optional<Claim> read_rotation(const Json& value) {
    Fields fields(value);
    const auto circle = fields.parsed("circle", Circle::parse);
    if (!circle) return std::nullopt;
    RotationClaim claim{.circle = *circle, .epoch = fields.integer("epoch", limits::epoch_max), .key = {}, .history = true};
    claim.key.bytes = fields.base64<1216>("key");
    claim.history = read_history(fields);
    if (!fields.done() || claim.epoch == 0) return std::nullopt;
    return claim;
}

Json write(const GrantClaim& claim) { return {{"circle", claim.circle.text()}, {"epochs", claim.epochs}}; }

std::optional<Claim> read_grant(const Json& value) {
    Fields fields(value);
    const auto circle = fields.parsed("circle", Circle::parse);
    if (!circle) return std::nullopt;
    GrantClaim claim{.circle = *circle, .epochs = {}};
    for (const Json& item : fields.array("epochs", limits::grant_epochs_max)) {
        if (!item.is_number_unsigned()) return std::nullopt;
        const auto epoch = item.get<std::uint64_t>();
        if (epoch == 0 || (!claim.epochs.empty() && epoch <= claim.epochs.back())) return std::nullopt;
        claim.epochs.push_back(epoch);
    }
    if (!fields.done()) return std::nullopt;
    return claim;
}

Json write(const AccessClaim& claim) {
    Json out = access_list_json(claim.list);
    if (claim.replaces) out["replaces"] = id_text(*claim.replaces);
    return out;
}

std::optional<Claim> read_access(const Json& value) {
    Json list_value = value;
    std::optional<EntryId> replaces;
    if (const auto found = value.find("replaces"); found != value.end()) {
        replaces = found->is_string() ? parse_id(found->get<std::string>()) : std::nullopt;
        if (!replaces) return std::nullopt;
        list_value.erase("replaces");
    }
    auto list = parse_access_list(list_value);
    if (!list) return std::nullopt;
    return AccessClaim{.list = std::move(*list), .replaces = replaces};
}

Json write(const SettingsClaim& claim) {
    Json out = {{"replaces", id_text(claim.replaces)}};
    if (!claim.values.empty()) out["values"] = settings_json(claim.values);
    if (claim.founding_closed) out["founding"] = "closed";
    return out;
}

std::optional<Claim> read_settings(const Json& value) {
    Fields fields(value);
    SettingsClaim claim{.values = {}, .founding_closed = fields.has("founding"), .replaces = fields.hex<32>("replaces")};
    if (claim.founding_closed && fields.text("founding") != "closed") return std::nullopt;
    if (fields.has("values")) {
        const auto values = parse_settings(fields.object("values"));
        if (!values) return std::nullopt;
        claim.values = *values;
    }
    if (!fields.done() || (claim.values.empty() && !claim.founding_closed)) return std::nullopt;
    return claim;
}

}  // namespace

bool known_settings_in_bounds(const SettingValues& values) {
    return std::ranges::all_of(setting_bounds, [&](const SettingBound& bound) {
        const auto found = values.find(std::string(bound.name));
        return found == values.end() || (found->second >= bound.min && found->second <= bound.max);
    });
}

unsigned setting_max(std::string_view name) {
    const auto bound = std::ranges::find(setting_bounds, name, &SettingBound::name);
    if (bound == setting_bounds.end()) throw std::logic_error("not a setting this version acts on");
    return static_cast<unsigned>(bound->max);
}

Json device_keys_json(const DeviceKeys& keys) {
    return {{"sign", crypto::base64_encode(keys.sign.bytes)},
            {"age", crypto::base64_encode(keys.age.bytes)},
            {"tls", crypto::hex_encode(keys.tls)}};
}

std::optional<DeviceKeys> parse_device_keys(const Json& value) {
    Fields fields(value);
    DeviceKeys keys;
    keys.sign.bytes = fields.base64<32>("sign");
    keys.age.bytes = fields.base64<1216>("age");
    keys.tls = fields.hex<32>("tls");
    if (!fields.done()) return std::nullopt;
    return keys;
}

std::expected<Claim, std::error_code> parse_claim(const Header& header) {
    const KindRule* rule = find_kind(header.kind);
    if (!rule) return std::unexpected(errc::unknown_kind);
    std::optional<Claim> claim;
    switch (rule->kind) {
        case Kind::genesis: claim = read_genesis(header.claim); break;
        case Kind::member: claim = read_member(header.claim); break;
        case Kind::designation: claim = read_designation(header.claim); break;
        case Kind::circle: claim = read_circle(header.claim); break;
        case Kind::rotation: claim = read_rotation(header.claim); break;
        case Kind::grant: claim = read_grant(header.claim); break;
        case Kind::access: claim = read_access(header.claim); break;
        case Kind::settings: claim = read_settings(header.claim); break;
        case Kind::request:
        case Kind::response:
        case Kind::information: break;  // no claim: check_shape has refused one
    }
    if (!claim) return std::unexpected(errc::malformed_claim);
    // One meaning, one encoding: what we would write is what was read.
    if (claim_json(*claim) != header.claim) return std::unexpected(errc::malformed_claim);
    return std::move(*claim);
}

Json claim_json(const Claim& claim) {
    return std::visit([](const auto& value) { return write(value); }, claim);
}

}  // namespace protocol
