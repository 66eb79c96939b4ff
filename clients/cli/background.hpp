// A process that goes on when this one and its terminal are gone.
#pragma once

#include <functional>

namespace clients::cli {

// Runs `work` in a process of its own, which has no terminal, no open file of ours and no current folder, and ends with `work`.
// Returns when `work` has called `ready`; throws std::runtime_error with what stopped it before, or std::system_error. No other
// thread may run here.
void start_in_background(const std::function<void(const std::function<void()>& ready)>& work);

}  // namespace clients::cli
