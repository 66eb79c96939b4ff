// Every bound of recovery keys, with unit and reason.
#pragma once

#include <cstddef>

namespace crypto::recovery {

// Parts of one key: a state has a few persons whom it would trust with one, and the number has four bits on a sheet.
inline constexpr std::size_t shares_max = 16;
inline constexpr std::size_t shares_needed_min = 2;  // one part that opens everything is no part

// What somebody types or pastes from one sheet, bytes: the longest has 56 words of 8 letters; the rest is room for spaces.
inline constexpr std::size_t typed_bytes_max = 4096;

}  // namespace crypto::recovery
