// Bounds of the command line, with unit and reason.
#pragma once

#include <cstdint>

#include "protocol/limits.hpp"

namespace clients::cli::limits {

inline constexpr std::uintmax_t file_bytes_max = 1024 * 1024;  // a file read whole; four times the longest text
inline constexpr int invitation_days_max = static_cast<int>(protocol::limits::invitation_valid_s_max / 86'400);

}  // namespace clients::cli::limits
