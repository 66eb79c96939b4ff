// Every bound on what comes from outside, with its unit and reason. No other file has a literal limit.
#pragma once

#include <cstddef>
#include <cstdint>

namespace protocol::limits {

// Entry (docs/protocol.md, "Entry")
inline constexpr std::size_t header_bytes_max = 64 * 1024;          // one header line without its LF
inline constexpr std::size_t header_depth_max = 8;                  // nesting of a header; claims need 5
inline constexpr std::size_t audience_max = 64;                     // circles or devices: one stanza each
inline constexpr std::size_t refs_max = 16;
inline constexpr std::size_t blobs_max = 32;
inline constexpr std::size_t seen_bytes_max = 2 * 1024;             // a checkpoint note, before base64
inline constexpr std::size_t body_bytes_max = 2 * 1024 * 1024;      // ciphertext; files travel as blobs, not here
inline constexpr std::size_t entry_bytes_max = header_bytes_max + body_bytes_max + 1024;
inline constexpr std::uint64_t integer_max = (std::uint64_t{1} << 53) - 1;  // exact in every JSON reader
inline constexpr std::size_t body_depth_max = 16;                   // nesting of an opened body
inline constexpr std::uint64_t body_floor_bytes = 1024;             // padded plaintext of what programs write
inline constexpr std::uint64_t written_floor_bytes = 4096;          // padded plaintext of what people write

// Batches and deliveries
inline constexpr std::size_t batch_entries_max = 64;
inline constexpr std::size_t batch_bytes_max = 8 * 1024 * 1024;
inline constexpr std::size_t submission_line_bytes_max = 42;        // {"submit":9007199254740991,"type":"entry"} on a stream
inline constexpr std::size_t delivery_entries_max = 256;            // one page of GET /v1/entries
inline constexpr std::size_t delivery_bytes_max = 8 * 1024 * 1024;
inline constexpr std::size_t page_line_bytes_max = 3 * header_bytes_max;  // a line between entries: leaf and proof in base64

// Governing claims
inline constexpr std::size_t name_bytes_max = 120;                  // the network's name
inline constexpr std::size_t states_max = 60;                       // with the DMR below audience_max
inline constexpr std::size_t slug_bytes_max = 32;                   // NAME in group:NAME
inline constexpr std::size_t settings_max = 64;
inline constexpr std::size_t rules_max = 64;                        // of one access list
inline constexpr std::size_t patterns_max = 64;                     // circles named in one right
inline constexpr std::size_t grant_epochs_max = 256;
inline constexpr std::uint64_t epoch_max = 1'000'000;
inline constexpr std::int64_t founding_s_max = 30 * 86'400;         // a founding ends by itself
inline constexpr std::int64_t new_authority_delay_s = 72 * 3'600;   // new states, officers, gateway keys after the founding
inline constexpr std::size_t devices_max = 8;                       // of one person; each is a stanza in every rotation
inline constexpr std::size_t holders_max = 16;                      // of a recovery sheet
inline constexpr std::size_t handover_max = 16;                     // officers named on each side
inline constexpr std::int64_t proposal_s_max = 30 * 86'400;         // then its consents come too late
inline constexpr std::int64_t complaint_interval_s_min = 24 * 3'600;  // of one member about one circle: two who accuse each other
// with a retention: an epoch must end before it can be forgotten
inline constexpr std::int64_t epoch_age_s_max = 366 * 86'400;
inline constexpr std::uint64_t retention_years_max = 100;

// Joining
inline constexpr std::size_t invitation_bytes_max = 16 * 1024;
inline constexpr std::size_t enrolment_bytes_max = 256 * 1024;
inline constexpr std::int64_t invitation_valid_s = 14 * 86'400;     // unless the officer says otherwise
inline constexpr std::int64_t invitation_valid_s_max = 90 * 86'400;
inline constexpr std::size_t contact_field_bytes_max = 200;         // name, e-mail, telephone, institution

// Clocks
inline constexpr std::int64_t seal_clock_skew_s_max = 300;          // client seals only under a checkpoint this fresh

}  // namespace protocol::limits
