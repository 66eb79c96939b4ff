// Every bound of reading and writing age files, with unit and reason.
#pragma once

#include <cstddef>

namespace crypto::age {

// The text header: what is kept in memory before a key is tried. Room for stanzas_max hybrid stanzas of 1627 bytes.
inline constexpr std::size_t header_bytes_max = 2 * 1024 * 1024;
// Each costs every identity a public-key operation. More than any list of recipients that people keep by hand.
inline constexpr std::size_t stanzas_max = 1024;

// White space before or after armor, bytes: what the stock tool tolerates.
inline constexpr std::size_t armor_space_bytes_max = 1024;

// Work of scrypt as log2(N); N costs 1 KiB of memory each (r = 8). The stock tool's values: 256 MiB and about a second
// when sealing; up to 4 GiB when opening, because who made the file chose it and we pay for it.
inline constexpr unsigned scrypt_log_n = 18;
inline constexpr unsigned scrypt_log_n_max = 22;

}  // namespace crypto::age
