// The gateway's answers as values. Pure: bytes in, value or nothing out. Internal to clients/core/net.
#pragma once

#include <optional>

#include "clients/core/net/gateway_client.hpp"

namespace clients {

std::optional<Health> parse_health(std::string_view json);
std::optional<EnrolmentStatus> parse_enrolment_status(std::string_view json);

}  // namespace clients
