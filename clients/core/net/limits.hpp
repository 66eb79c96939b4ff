// Bounds of what the client takes from a gateway, with their reasons. A gateway that breaks them is not read further.
#pragma once

#include <chrono>
#include <cstddef>

#include "protocol/limits.hpp"

namespace clients::limits {

inline constexpr std::size_t answer_header_bytes_max = 16 * 1024;       // status line and header fields
inline constexpr std::size_t small_answer_bytes_max = 64 * 1024;        // health, checkpoint, problem documents
inline constexpr std::size_t receipts_bytes_max = 2 * 1024 * 1024;      // 64 times leaf, proof and checkpoint note
inline constexpr std::size_t enrolment_answer_bytes_max = protocol::limits::enrolment_bytes_max + small_answer_bytes_max;
inline constexpr std::size_t entry_answer_bytes_max = protocol::limits::entry_bytes_max;
// The entries, and beside each its leaf (a link per circle of the audience) and proof.
inline constexpr std::size_t page_bytes_max = protocol::limits::delivery_bytes_max + 4 * 1024 * 1024;

inline constexpr std::size_t host_bytes_max = 253;                       // RFC 1035, 2.3.4, as text
inline constexpr std::size_t proxy_url_bytes_max = 1024;                // HTTPS_PROXY with user and password

// Streams
inline constexpr std::chrono::seconds stream_silence_max{60};           // the gateway pings every 20 s
inline constexpr std::chrono::seconds stream_message_deadline{60};      // sending one message as a whole
inline constexpr std::size_t stream_inbox_bytes_max = page_bytes_max;   // taken before they are asked for; then reading pauses
inline constexpr std::size_t stream_write_buffer_bytes = 64 * 1024;      // masked and encrypted at once
inline constexpr std::size_t stream_unanswered_max = 64;                // submissions under way; the gateway takes as many

inline constexpr std::chrono::seconds call_deadline{30};                 // connecting, sending and reading together
inline constexpr std::int64_t certificate_before_s = 86'400;            // our clock may be ahead of the gateway's
inline constexpr std::int64_t certificate_after_s = 365 * 86'400;       // remade at each start

}  // namespace clients::limits
