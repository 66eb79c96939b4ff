#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "clients/cli/terminal.hpp"
#include "clients/cli/terminal/input.hpp"

namespace clients {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds silence{1};
constexpr std::chrono::milliseconds redraw_interval{200};
constexpr std::string_view erase_line = "\r\x1b[K";

std::size_t width_of_error() {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2) return 79;
    return size.ws_col - 1u;  // a full line would wrap and could not be erased
}

}  // namespace

// The thread draws; the caller only says how far it is.
struct Progress::Impl {
    explicit Impl(std::string text) : what(std::move(text)), thread([this](const std::stop_token& stop) { draw(stop); }) {}

    void draw(const std::stop_token& stop) {
        const auto start = Clock::now();
        std::unique_lock hold(mutex);
        auto next = start + silence;
        bool shown = false;
        while (!wake.wait_until(hold, stop, next, [] { return false; }) && !stop.stop_requested()) {
            const auto waited = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start);
            std::string line = what;
            if (total > 0) line += " " + std::to_string(done * 100 / total) + " %";
            line += " (" + std::to_string(waited.count()) + " s)";
            write_to_error(std::string(erase_line) + excerpt(line, width_of_error()));
            shown = true;
            next = Clock::now() + redraw_interval;
        }
        if (shown) write_to_error(erase_line);
    }

    const std::string what;
    std::mutex mutex;                    // guards done and total
    std::uint64_t done = 0, total = 0;
    std::condition_variable_any wake;    // woken by the stop only
    std::jthread thread;                 // last: starts when all else is there, and ends first
};

Progress::Progress(std::string what) : impl_(is_terminal(Stream::error) ? std::make_unique<Impl>(std::move(what)) : nullptr) {}
Progress::~Progress() = default;

void Progress::update(std::uint64_t done, std::uint64_t total) {
    if (!impl_) return;
    const std::lock_guard hold(impl_->mutex);
    impl_->done = std::min(done, total);
    impl_->total = total;
}

}  // namespace clients
