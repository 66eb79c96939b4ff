// How long to wait before the next attempt. Pure: randomness is an argument.
#pragma once

#include <chrono>
#include <cstdint>

namespace clients {

// Doubles from one second to a minute; each wait is shortened at random by up to half, so that those whom one outage cut off do
// not come back all at once.
class Backoff {
public:
    // `random`: uniform over all values.
    std::chrono::milliseconds next(std::uint32_t random);
    void reset() { wait_ = first; }

    static constexpr std::chrono::milliseconds first{1'000};
    static constexpr std::chrono::milliseconds longest{60'000};

private:
    std::chrono::milliseconds wait_ = first;
};

}  // namespace clients
