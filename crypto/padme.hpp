// Padme (Nikitin et al., PURBs, PoPETs 2019(4), Algorithm 1): leaks O(log log L) bits of a length, at most 12 % overhead.
#pragma once

#include <cstdint>

namespace crypto {

// The padded length for `length` bytes, never below `floor`. Exact integer arithmetic.
std::uint64_t padme(std::uint64_t length, std::uint64_t floor = 0) noexcept;

}  // namespace crypto
