// The gateway's answers as values. Pure: bytes in, value or nothing out.
#pragma once

#include <optional>

#include "clients/core/net/gateway_client.hpp"

namespace clients {

// The gateway's refusal, wherever its problem document stood; and what Failure::code is for it.
std::error_code code_of(const protocol::Problem& problem);
Failure refusal_of(const Endpoint& endpoint, protocol::Problem problem);

std::optional<Health> parse_health(std::string_view json);
std::optional<RecoveryPlace> parse_recovery_place(std::string_view json);
std::optional<EnrolmentStatus> parse_enrolment_status(std::string_view json);

}  // namespace clients
