// Bounds of the reports' layout, with unit and reason.
#pragma once

#include <cstddef>

namespace clients::compilation {

inline constexpr std::size_t width_min = 40;               // columns; narrower ones cannot hold a name and a word
inline constexpr std::size_t label_width_max = 26;         // columns of the left one
inline constexpr std::size_t bar_width_max = 30;           // columns of the longest bar of a chart
inline constexpr std::size_t reason_characters_max = 400;  // why an entry is not shown

}  // namespace clients::compilation
