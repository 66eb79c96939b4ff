// Everything that one stream pushes, taken off it as it comes.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/stream_client.hpp"

namespace test {

class PushedDeliveries {
public:
    // Reads on a thread of its own from here on, so that the gateway never waits for this reader.
    explicit PushedDeliveries(StreamClient stream);
    ~PushedDeliveries();

    // The entry that ends it. Say it before that entry is appended, and let this reader be one of those who get it.
    void end_with(std::uint64_t index) { last_ = index; }
    // Waits for that entry; in order of arrival, it included. Throws when the stream ended before.
    std::vector<protocol::wire::Delivery> take();

private:
    void collect();

    StreamClient stream_;
    std::atomic<std::uint64_t> last_ = std::numeric_limits<std::uint64_t>::max();
    std::vector<protocol::wire::Delivery> deliveries_;   // of the thread, until it has ended
    std::string failure_;
    std::thread thread_;
};

}  // namespace test
