// The field list of each claim, once for writing and once for reading. For claims.cpp; others use parse_claim and claim_json.
#pragma once

#include <optional>

#include "protocol/claims.hpp"
#include "protocol/fields.hpp"

namespace protocol::codec {

Json write(const GenesisClaim& claim);
Json write(const MemberClaim& claim);
Json write(const DesignationClaim& claim);
Json write(const CircleClaim& claim);
Json write(const RotationClaim& claim);
Json write(const GrantClaim& claim);
Json write(const AccessClaim& claim);
Json write(const SettingsClaim& claim);
Json write(const DeviceClaim& claim);
Json write(const RevocationClaim& claim);
Json write(const ConsentClaim& claim);
Json write(const ComplaintClaim& claim);
Json write(const RecoveryClaim& claim);
Json write(const HandoverClaim& claim);
Json write(const GatewayClaim& claim);
Json write(const RetentionClaim& claim);

// Nothing when a field is missing, unknown, out of bounds, or contradicts another.
template <class T> std::optional<T> read(const Json& value);
template <> std::optional<GenesisClaim> read(const Json& value);
template <> std::optional<MemberClaim> read(const Json& value);
template <> std::optional<DesignationClaim> read(const Json& value);
template <> std::optional<CircleClaim> read(const Json& value);
template <> std::optional<RotationClaim> read(const Json& value);
template <> std::optional<GrantClaim> read(const Json& value);
template <> std::optional<AccessClaim> read(const Json& value);
template <> std::optional<SettingsClaim> read(const Json& value);
template <> std::optional<DeviceClaim> read(const Json& value);
template <> std::optional<RevocationClaim> read(const Json& value);
template <> std::optional<ConsentClaim> read(const Json& value);
template <> std::optional<ComplaintClaim> read(const Json& value);
template <> std::optional<RecoveryClaim> read(const Json& value);
template <> std::optional<HandoverClaim> read(const Json& value);
template <> std::optional<GatewayClaim> read(const Json& value);
template <> std::optional<RetentionClaim> read(const Json& value);

// ---- what several lists share ----

template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> optional_hex(Fields& fields, std::string_view key) {
    if (!fields.has(key)) return std::nullopt;
    return fields.hex<N>(key);
}

inline std::optional<std::int64_t> optional_time(Fields& fields, std::string_view key, std::uint64_t max) {
    if (!fields.has(key)) return std::nullopt;
    return static_cast<std::int64_t>(fields.integer(key, max));
}

// Names in ascending order, none twice. `parse` is std::optional<T>(std::string_view).
template <class Parse>
auto ascending(Fields& fields, std::string_view key, std::size_t count_max, Parse parse) {
    std::vector<typename decltype(parse(std::string_view{}))::value_type> out;
    for (const Json& item : fields.array(key, count_max)) {
        const auto value = item.is_string() ? parse(std::string_view(item.get_ref<const std::string&>())) : std::nullopt;
        if (!value || (!out.empty() && *value <= out.back())) fields.fail();
        else out.push_back(*value);
    }
    return out;
}

template <class T>
Json names_json(const std::vector<T>& values) {
    Json out = Json::array();
    for (const T& value : values) out.push_back(value.text());
    return out;
}

Json pins_json(const std::vector<crypto::tls::SpkiPin>& pins);
std::vector<crypto::tls::SpkiPin> read_pins(Fields& fields, std::string_view key);

}  // namespace protocol::codec
