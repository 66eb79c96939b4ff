// Every bound of the gateway's own, with its unit and reason. Those that client and gateway share are in protocol/limits.hpp.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "protocol/limits.hpp"

namespace gateway::limits {

using std::chrono::milliseconds;

// Connections. The deadlines are the defaults of gateway.json; each is on the whole operation, not between two reads.
inline constexpr milliseconds handshake_timeout{10'000};     // TLS
inline constexpr milliseconds idle_timeout{60'000};          // until the first byte of the next request
inline constexpr milliseconds request_timeout{30'000};       // from a request's first byte to its last
inline constexpr milliseconds response_timeout{60'000};      // one response
inline constexpr milliseconds commit_timeout{30'000};        // until the register has answered a submission
inline constexpr milliseconds stop_timeout{10'000};          // running requests, after SIGTERM
inline constexpr milliseconds linger_timeout{2'000};         // reading on after a refusal, so that the peer sees the answer
inline constexpr milliseconds accept_pause{100};             // when the process has no descriptor left
inline constexpr milliseconds sweep_period{200};             // how soon the date of an end, or a moved clock, is noticed
inline constexpr milliseconds ended_grace{500};              // for what its person is still told; with two sweeps below a second
inline constexpr std::size_t linger_bytes_max = 256 * 1024;
inline constexpr std::size_t connections_max = 1'024;
inline constexpr std::size_t connections_per_address_max = 256;  // a ministry behind one address, all its persons at once

// Waiting: long-polls and streams
inline constexpr std::size_t waiters_max = 512;                // half of the connections are left for calls
inline constexpr std::size_t waiters_per_person_max = 8;       // one person's programs on one device
inline constexpr unsigned long_poll_s_max = 50;                // below the minute after which proxies give up
inline constexpr milliseconds stream_silence_max{60'000};      // nobody is there; clients wait as long for a ping, so never more
inline constexpr int stream_pings_in_silence = 3;              // each 20 s, which keeps translated addresses alive
inline constexpr milliseconds stream_close_timeout{2'000};     // for the peer's half of the closing handshake
// unanswered on one stream; then it is not read on: one commit's worth
inline constexpr std::size_t stream_submissions_max = 64;
inline constexpr std::size_t stream_piece_bytes = 4 * 1024;    // read at once; grows with the message
inline constexpr std::size_t stream_piece_bytes_max = 64 * 1024;
inline constexpr std::size_t stream_fragments_free = 64;       // small pieces of one message that nobody counts
inline constexpr std::size_t stream_fragment_bytes_min = 64;   // beyond those, what pieces must hold on average

// HTTP
inline constexpr std::size_t http_header_bytes_max = 16 * 1024;
inline constexpr std::size_t chunk_extension_bytes_max = 64;
inline constexpr std::size_t content_length_digits_max = 15;   // fits 64 bits, and is over every bound on a body
inline constexpr std::size_t target_bytes_max = 512;
inline constexpr std::size_t accept_language_bytes_max = 256;  // what is looked at of the header
inline constexpr std::size_t founding_bytes_max = protocol::limits::batch_bytes_max;
inline constexpr std::size_t read_buffer_bytes = 16 * 1024;

// Register
inline constexpr std::size_t queue_submissions_max = 256;      // waiting for the committer; one more is told `overloaded`
inline constexpr std::size_t queue_bytes_max = 64 * 1024 * 1024;
inline constexpr std::size_t commit_submissions_max = 64;      // share one transaction
inline constexpr std::size_t commit_bytes_max = 16 * 1024 * 1024;
inline constexpr std::int64_t checkpoint_fresh_s = 3;          // an unchanged tree is signed again when asked after this
inline constexpr std::size_t enrolments_per_handle_max = 64;   // ever: all are looked through when one is added or asked for
inline constexpr std::size_t posting_counts_max = 64 * 1024;   // cached counts of blind postings

// Clock (docs/protocol.md, "Register")
inline constexpr std::int64_t clock_moved_s_max = 300;         // wall clock against the monotonic one; NTP's slewing moves both
inline constexpr std::int64_t clock_past_last_leaf_s_max = 30 * 86'400;  // at start: a longer silence is confirmed by a person

// Write-ahead log, in pages of 4 KiB
inline constexpr int wal_checkpoint_pages = 1'000;             // moved into the database from here on; SQLite's own default
inline constexpr int wal_restart_pages = 8'000;                // readers are waited for, so that it does not grow beyond
inline constexpr int wal_restart_wait_ms = 1'000;              // so long; then it grows until the next commit

inline constexpr std::size_t audit_findings_max = 100;         // of `check`; the first ones tell where to look

// Files
inline constexpr std::size_t config_bytes_max = 64 * 1024;
inline constexpr std::size_t config_depth_max = 8;             // brackets in brackets; a configuration needs 1
inline constexpr std::uint64_t timeout_ms_max = 600'000;        // of gateway.json; longer is a mistake in the unit
inline constexpr std::uint64_t connections_setting_max = 1'000'000;  // of gateway.json; more descriptors than a process gets
inline constexpr std::size_t config_text_bytes_max = 255;      // one value: a host name has at most 253
inline constexpr std::size_t store_key_file_bytes_max = 256;
inline constexpr std::int64_t certificate_valid_s = 10 * 365 * 86'400LL;  // the pin is what counts, not the date
inline constexpr unsigned io_threads_max = 64;
inline constexpr int store_busy_ms = 10'000;                   // another process, such as a backup, holds the database

}  // namespace gateway::limits
