// SIGINT and SIGTERM as something to wait for, for a command that lasts.
#pragma once

#include <chrono>

namespace clients::cli {

// While one exists, both signals make its descriptor readable instead of ending the process. One at a time.
class StopSignal {
public:
    StopSignal();    // throws std::system_error
    ~StopSignal();   // restores what was
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    int descriptor() const noexcept { return descriptor_; }
    bool raised() const { return wait_for(std::chrono::milliseconds(0)); }
    // True when a signal came, at once or within that time.
    bool wait_for(std::chrono::milliseconds time) const;

private:
    int descriptor_;
};

}  // namespace clients::cli
