// Bounds on what is typed or piped in, with unit and reason.
#pragma once

#include <cstddef>

namespace clients {

inline constexpr std::size_t typed_line_bytes_max = 64 * 1024;  // an answer; more is no person's typing
inline constexpr std::size_t passphrase_bytes_max = 1024;
inline constexpr std::size_t new_passphrase_bytes_min = 8;      // below, Argon2id cannot make up for it

}  // namespace clients
