// How long each operation on a connection may take as a whole. Configurable; the defaults are in gateway/limits.hpp.
#pragma once

#include "gateway/limits.hpp"

namespace gateway::net {

struct Deadlines {
    std::chrono::milliseconds handshake = limits::handshake_timeout;
    std::chrono::milliseconds idle = limits::idle_timeout;
    std::chrono::milliseconds request = limits::request_timeout;
    std::chrono::milliseconds response = limits::response_timeout;
    std::chrono::milliseconds stream_silence = limits::stream_silence_max;   // of a stream; it is pinged meanwhile
};

}  // namespace gateway::net
