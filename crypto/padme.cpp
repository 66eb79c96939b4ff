#include "crypto/padme.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace crypto {

std::uint64_t padme(std::uint64_t length, std::uint64_t floor) noexcept {
    assert(length <= std::uint64_t{1} << 63);  // the sum below cannot wrap
    if (length < 2) return std::max(length, floor);
    // E = floor(log2 L), S = floor(log2 E) + 1: the low E - S bits become zero.
    const int exponent = static_cast<int>(std::bit_width(length)) - 1;
    const int kept = static_cast<int>(std::bit_width(static_cast<unsigned>(exponent)));
    const std::uint64_t mask = (std::uint64_t{1} << std::max(exponent - kept, 0)) - 1;
    return std::max((length + mask) & ~mask, floor);
}

}  // namespace crypto
