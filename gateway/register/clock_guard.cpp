#include "gateway/register/clock_guard.hpp"

#include <chrono>
#include <cstdlib>

#include "gateway/limits.hpp"

namespace gateway {
namespace {

template <class Source>
std::int64_t seconds_of() {
    return std::chrono::floor<std::chrono::seconds>(Source::now().time_since_epoch()).count();
}

std::optional<ClockFault> fault_at_start(std::int64_t wall, std::int64_t last) {
    using Kind = ClockFault::Kind;
    if (last == 0) return std::nullopt;
    if (wall - last > limits::clock_past_last_leaf_s_max) return ClockFault{Kind::long_past_last, wall - last};
    if (last - wall > limits::clock_moved_s_max) return ClockFault{Kind::before_last, wall - last};
    return std::nullopt;
}

std::string span_of(std::int64_t seconds) {
    const auto size = std::abs(seconds);
    return size < 2 * 86'400 ? std::to_string(size) + " s" : std::to_string(size / 86'400) + " days";
}

}  // namespace

ClockReading system_clocks() {
    return {.wall = seconds_of<std::chrono::system_clock>(), .monotonic = seconds_of<std::chrono::steady_clock>()};
}

std::string describe(const ClockFault& fault) {
    switch (fault.kind) {
        case ClockFault::Kind::moved:
            return "the clock was moved " + span_of(fault.off_s) + (fault.off_s > 0 ? " forward" : " back") + " while running";
        case ClockFault::Kind::long_past_last:
            return "the clock is " + span_of(fault.off_s) + " past the newest time in the register";
        case ClockFault::Kind::before_last:
            return "the clock is " + span_of(fault.off_s) + " before the newest time in the register";
    }
    return {};
}

ClockGuard::ClockGuard(const ClockReading& start, std::int64_t last)
    : believed_(start), last_(last), fault_(fault_at_start(start.wall, last)) {}

const std::optional<ClockFault>& ClockGuard::observe(const ClockReading& now) {
    if (fault_) return fault_;
    const auto moved = (now.wall - believed_.wall) - (now.monotonic - believed_.monotonic);
    if (std::abs(moved) > limits::clock_moved_s_max) fault_ = ClockFault{ClockFault::Kind::moved, moved};
    return fault_;
}

std::int64_t ClockGuard::time(const ClockReading& now) const {
    if (!fault_) return now.wall;
    if (fault_->kind == ClockFault::Kind::moved) return believed_.wall + (now.monotonic - believed_.monotonic);
    return last_;
}

void ClockGuard::accept(const ClockReading& now) {
    believed_ = now;
    fault_.reset();
}

}  // namespace gateway
