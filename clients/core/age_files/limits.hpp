// Bounds of what `nfp age` keeps in memory, with unit and reason. The files themselves may be of any size.
#pragma once

#include <cstddef>

namespace clients::age_files {

inline constexpr std::size_t piece_bytes = 256 * 1024;                   // read and worked on at once
inline constexpr std::size_t key_file_bytes_max = 16 * 1024 * 1024;      // identities or recipients: as the stock tool
inline constexpr std::size_t terminal_bytes_max = 16 * 1024 * 1024;      // held back before it is shown; nobody reads more

}  // namespace clients::age_files
