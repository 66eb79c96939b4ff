// Bounds of a backup, with unit and reason.
#pragma once

#include <cstdint>

namespace clients {

inline constexpr std::uint64_t backup_bytes_max = std::uint64_t{64} << 30;  // a million long entries; more only fills the disk

}  // namespace clients
