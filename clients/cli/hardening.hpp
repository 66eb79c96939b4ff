// What this process denies to others on the machine.
#pragma once

namespace clients::cli {

// No core dumps and no tracing by the same user: keys are in this memory. Files are made private (umask 077).
void harden_process() noexcept;

}  // namespace clients::cli
