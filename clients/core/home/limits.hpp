// Bounds of a home, with unit and reason.
#pragma once

#include <cstddef>

#include "crypto/kdf.hpp"

namespace clients {

// What open() accepts: below, the passphrase is too easy to guess; above, the file is a trap that takes all memory.
inline constexpr crypto::Argon2idCost home_cost_min{.memory_kib = 64 * 1024, .passes = 3};
inline constexpr crypto::Argon2idCost home_cost_max{.memory_kib = 4 * 1024 * 1024, .passes = 100};
inline constexpr std::size_t home_file_bytes_max = 4096;  // five short fields

}  // namespace clients
