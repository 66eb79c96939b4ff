// Bounds on an access list as a file, with unit and reason.
#pragma once

#include <cstddef>

#include "protocol/limits.hpp"

namespace clients::access::limits {

inline constexpr std::size_t file_bytes_max = 256 * 1024;  // comments included
inline constexpr std::size_t file_depth_max = 8;           // brackets in brackets; a list needs 6
// What a list may take of its entry's header, in canonical bytes: the rest is for the other fields, `seen` above all.
inline constexpr std::size_t list_bytes_max = protocol::limits::header_bytes_max - 8 * 1024;
inline constexpr std::size_t shown_characters_max = 60;    // of what stands in the file, in a message

}  // namespace clients::access::limits
