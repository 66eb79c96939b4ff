#include "clients/core/net/backoff.hpp"

#include <algorithm>
#include <utility>

namespace clients {

std::chrono::milliseconds Backoff::next(std::uint32_t random) {
    const auto whole = std::exchange(wait_, std::min(wait_ * 2, longest));
    return whole - std::chrono::milliseconds(static_cast<std::uint64_t>(whole.count() / 2) * random >> 32);
}

}  // namespace clients
