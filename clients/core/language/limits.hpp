// When a detected language is taken seriously, with unit and reason.
#pragma once

#include <cstddef>

namespace clients::language::limits {

// Bytes of letters, as the detector counts them. Below that "Oui, par un juge" could be any language.
inline constexpr int letters_bytes_min = 40;
// Per cent of the letters that are in the detected language: quotations and names of institutions are in others.
inline constexpr int share_percent_min = 60;

}  // namespace clients::language::limits
