// Bounds of a home, with unit and reason.
#pragma once

#include <chrono>
#include <cstddef>

#include "crypto/kdf.hpp"

namespace clients {

// What open() accepts: below, the passphrase is too easy to guess; above, the file is a trap that takes all memory.
inline constexpr crypto::Argon2idCost home_cost_min{.memory_kib = 64 * 1024, .passes = 3};
inline constexpr crypto::Argon2idCost home_cost_max{.memory_kib = 4 * 1024 * 1024, .passes = 100};
inline constexpr std::size_t home_file_bytes_max = 4096;  // five short fields

// A key that is held (key_holder.hpp).
inline constexpr std::chrono::seconds unlock_time_max = std::chrono::hours{12};  // a long day; not overnight
inline constexpr std::chrono::seconds holder_request_deadline{1};  // for asking after connecting: it is one packet, sent at once
inline constexpr std::chrono::seconds holder_answer_deadline{5};   // for an answer, behind whoever dawdles before us
inline constexpr std::size_t holder_packet_bytes_max = 64;         // the longest, a key, has 32
inline constexpr int holder_queue_count_max = 16;                  // nfp that ask at once; more wait
inline constexpr std::size_t dead_stack_bytes = 64 * 1024;          // below whoever derived a key: Argon2id's calls take far less

}  // namespace clients
