// Whether this machine's clock can be believed (docs/protocol.md, "Register"). No clock of its own: readings are arguments.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace gateway {

// Both clocks at one moment, in seconds.
struct ClockReading {
    std::int64_t wall = 0;       // since 1970; anybody with the right may set it
    std::int64_t monotonic = 0;  // since some moment; nobody sets it
};
// Injected, so that tests set both.
using Clock = std::function<ClockReading()>;
ClockReading system_clocks();

struct ClockFault {
    enum class Kind {
        moved,           // the wall clock against the monotonic one, while running
        long_past_last,  // at start: far past the newest time in the register
        before_last,     // at start: before it
    };
    Kind kind;
    std::int64_t off_s;  // moved: wall clock ahead of what it should show (below 0: behind); else: ahead of the newest time
};
// One line for the operator: what happened and by how much.
std::string describe(const ClockFault& fault);

// Not thread-safe. A fault stays until accept(), even when the clock comes back: nobody knows what it showed in between.
class ClockGuard {
public:
    // `last`: the newest time in the register, 0 when it is empty.
    ClockGuard(const ClockReading& start, std::int64_t last);

    const std::optional<ClockFault>& observe(const ClockReading& now);
    const std::optional<ClockFault>& fault() const noexcept { return fault_; }

    // Seconds since 1970 to go by: the wall clock's; when it was moved, what it would show otherwise; when it cannot be believed
    // from the start, the newest time in the register, standing still.
    std::int64_t time(const ClockReading& now) const;

    // The operator says that the wall clock is right.
    void accept(const ClockReading& now);

private:
    ClockReading believed_;  // a moment at which the wall clock was believed
    std::int64_t last_;
    std::optional<ClockFault> fault_;
};

}  // namespace gateway
