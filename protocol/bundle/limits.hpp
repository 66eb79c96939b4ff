// Bounds of a bundle, with unit and reason.
#pragma once

#include <cstddef>

namespace protocol::limits {

// read whole, so that a file cut short is refused with nothing done
inline constexpr std::size_t bundle_bytes_max = 128 * 1024 * 1024;
inline constexpr std::size_t bundle_head_bytes_max = 4 * 1024;      // a checkpoint note of 2 KiB in base64 and a few short fields
inline constexpr std::size_t bundle_parts_max = 1024;               // of each sort
inline constexpr std::size_t bundle_part_room_bytes = 16 * 1024 * 1024;  // kept free for the largest page when one is filled

}  // namespace protocol::limits
