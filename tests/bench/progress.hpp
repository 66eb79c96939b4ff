// What a measurement is busy with, on standard error, at most once a second.
#pragma once

#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>

namespace bench {

using Clock = std::chrono::steady_clock;
inline double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

class Progress {
public:
    Progress(std::string what, std::size_t total) : what_(std::move(what)), total_(total) {
        std::fprintf(stderr, "%s\n", what_.c_str());
    }
    ~Progress() { std::fprintf(stderr, "%s: %.1f s\n", what_.c_str(), seconds_since(start_)); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // From any thread.
    void step() {
        const std::lock_guard lock(mutex_);
        ++done_;
        if (done_ == total_ || seconds_since(told_) < 1) return;
        std::fprintf(stderr, "%s: %zu of %zu\n", what_.c_str(), done_, total_);
        told_ = Clock::now();
    }

private:
    std::string what_;
    std::size_t total_;
    std::mutex mutex_;
    std::size_t done_ = 0;
    Clock::time_point start_ = Clock::now();
    Clock::time_point told_ = start_;
};

}  // namespace bench
