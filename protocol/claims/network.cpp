#include "protocol/claims/network.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "protocol/claims/codec.hpp"
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

// ---- field lists ----

namespace codec {

Json pins_json(const std::vector<crypto::tls::SpkiPin>& pins) {
    Json out = Json::array();
    for (const auto& pin : pins) out.push_back(crypto::hex_encode(pin));
    return out;
}

std::vector<crypto::tls::SpkiPin> read_pins(Fields& fields, std::string_view key) {
    std::vector<crypto::tls::SpkiPin> out;
    for (const Json& item : fields.array(key, 2)) {  // present, and next if there is one
        const auto pin = item.is_string() ? crypto::fixed<32>(crypto::hex_decode(item.get<std::string>())) : std::nullopt;
        if (pin) out.push_back(*pin);
        else fields.fail();
    }
    return out;
}

Json write(const GenesisClaim& claim) {
    Json out = {{"name", claim.name},
                {"log", claim.log.text()},
                {"founder", {{"handle", claim.founder.text()}, {"keys", device_keys_json(claim.keys)}}}};
    out["pins"] = pins_json(claim.pins);
    for (const Member& state : claim.states) out["states"].push_back(state.text());
    if (!claim.settings.empty()) out["settings"] = settings_json(claim.settings);
    return out;
}

template <> std::optional<GenesisClaim> read(const Json& value) {
    Fields fields(value);
    const auto name = fields.text("name");
    const auto log = fields.parsed("log", parse_verifier);
    const Json founder = fields.object("founder");
    Fields founder_fields(founder);
    const auto handle = founder_fields.parsed("handle", Handle::parse);
    const auto keys = parse_device_keys(founder_fields.object("keys"));
    if (!log || !handle || !keys || !founder_fields.done()) return std::nullopt;

    GenesisClaim claim{.name = name, .log = *log, .pins = read_pins(fields, "pins"), .states = {}, .founder = *handle,
                       .keys = *keys, .settings = {}};
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

template <> std::optional<MemberClaim> read(const Json& value) {
    Fields fields(value);
    const auto member = fields.parsed("member", Member::parse);
    const auto status = fields.text("status");
    if (!member || member->is_dmr() || (status != "admitted" && status != "suspended")) return std::nullopt;
    MemberClaim claim{.member = *member,
                      .status = status == "admitted" ? MemberClaim::Status::admitted : MemberClaim::Status::suspended,
                      .replaces = optional_hex<32>(fields, "replaces")};
    if (!fields.done()) return std::nullopt;
    return claim;
}

Json write(const AccessClaim& claim) {
    Json out = access_list_json(claim.list);
    if (claim.replaces) out["replaces"] = id_text(*claim.replaces);
    return out;
}

template <> std::optional<AccessClaim> read(const Json& value) {
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

template <> std::optional<SettingsClaim> read(const Json& value) {
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

Json write(const GatewayClaim& claim) { return {{"pins", pins_json(claim.pins)}, {"replaces", id_text(claim.replaces)}}; }

template <> std::optional<GatewayClaim> read(const Json& value) {
    Fields fields(value);
    GatewayClaim claim{.pins = read_pins(fields, "pins"), .replaces = fields.hex<32>("replaces")};
    if (!fields.done()) return std::nullopt;
    return claim;
}

}  // namespace codec
}  // namespace protocol
