// Bounds of the command line, with unit and reason.
#pragma once

#include <chrono>
#include <cstdint>

#include "protocol/limits.hpp"

namespace clients::cli::limits {

inline constexpr std::uintmax_t file_bytes_max = 1024 * 1024;  // a file read whole; four times the longest text
inline constexpr int invitation_days_max = static_cast<int>(protocol::limits::invitation_valid_s_max / 86'400);
inline constexpr std::int64_t device_code_s = 86'400;  // the two machines are one person's: a day is ample
inline constexpr std::chrono::milliseconds device_poll{2'000};  // how often the gateway is asked for the new device

}  // namespace clients::cli::limits
