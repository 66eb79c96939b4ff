#include "clients/core/net/answers.hpp"

#include "protocol/body.hpp"

namespace clients {
namespace {

using protocol::SecretJson;

// A field that an answer must have. Fields beyond those are for later versions, and nothing here is signed or hashed.
const SecretJson* member(const SecretJson& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

std::optional<std::string> text(const SecretJson& object, const char* key) {
    const SecretJson* value = member(object, key);
    if (!value || !value->is_string()) return std::nullopt;
    return std::string(std::string_view(value->get_ref<const protocol::SecretString&>()));
}

std::optional<std::uint64_t> count(const SecretJson& object, const char* key) {
    const SecretJson* value = member(object, key);
    if (!value || !value->is_number_unsigned()) return std::nullopt;
    return value->get<std::uint64_t>();
}

}  // namespace

std::error_code code_of(const protocol::Problem& problem) {
    const auto known = protocol::errc_from_name(problem.name);
    return known ? make_error_code(*known) : make_error_code(net_errc::refused);
}

Failure refusal_of(const Endpoint& endpoint, protocol::Problem problem) {
    const auto code = code_of(problem);
    std::string detail = endpoint.text() + ": " + (problem.title.empty() ? problem.name : problem.title);
    return {.code = code, .problem = std::move(problem), .detail = std::move(detail)};
}

std::optional<Health> parse_health(std::string_view json) {
    const auto object = protocol::parse_hostile_json(json);
    if (!object || !object->is_object()) return std::nullopt;
    const auto version = text(*object, "version"), log = text(*object, "log"), origin = text(*object, "origin"),
               group = text(*object, "tls_group");
    const auto time = count(*object, "time");
    const SecretJson* founded = member(*object, "founded");
    if (text(*object, "status") != "ok" || !version || !log || !origin || !group || !time || !founded || !founded->is_boolean())
        return std::nullopt;
    return Health{.version = *version, .log = *log, .origin = *origin, .founded = founded->get<bool>(), .tls_group = *group,
                  .time = static_cast<std::int64_t>(*time), .clock_confirmed = text(*object, "clock") != "unconfirmed"};
}

std::optional<RecoveryPlace> parse_recovery_place(std::string_view json) {
    const auto object = protocol::parse_hostile_json(json);
    if (!object || !object->is_object()) return std::nullopt;
    const auto network = text(*object, "network"), recovery = text(*object, "recovery");
    const auto network_id = network ? protocol::parse_id(*network) : std::nullopt;
    const auto made = recovery ? protocol::parse_id(*recovery) : std::nullopt;
    if (!network_id || !made) return std::nullopt;
    return RecoveryPlace{.network = *network_id, .recovery = *made};
}

std::optional<EnrolmentStatus> parse_enrolment_status(std::string_view json) {
    const auto object = protocol::parse_hostile_json(json);
    if (!object || !object->is_object()) return std::nullopt;
    const auto status = text(*object, "status");
    if (!status || (*status != "pending" && *status != "approved")) return std::nullopt;
    EnrolmentStatus out{.status = *status, .enrolment = {}, .second_uses = 0};
    if (const SecretJson* enrolment = member(*object, "enrolment")) {
        auto parsed = protocol::parse_enrolment(std::string_view(enrolment->dump()));
        if (!parsed) return std::nullopt;
        out.enrolment = std::move(*parsed);
    }
    if (member(*object, "second_uses")) {
        const auto uses = count(*object, "second_uses");
        if (!uses) return std::nullopt;
        out.second_uses = *uses;
    }
    return out;
}

}  // namespace clients
