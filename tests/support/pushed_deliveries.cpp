#include "tests/support/pushed_deliveries.hpp"

#include <stdexcept>
#include <utility>

namespace test {

PushedDeliveries::PushedDeliveries(StreamClient stream) : stream_(std::move(stream)), thread_([this] { collect(); }) {}

PushedDeliveries::~PushedDeliveries() {
    stream_.cut();
    if (thread_.joinable()) thread_.join();
}

void PushedDeliveries::collect() {
    try {
        for (bool done = false; !done;)
            for (auto& delivery : stream_.read_page().deliveries) {
                done = done || delivery.index >= last_;
                deliveries_.push_back(std::move(delivery));
            }
    } catch (const std::exception& error) {
        failure_ = error.what();
    }
}

std::vector<protocol::wire::Delivery> PushedDeliveries::take() {
    thread_.join();
    if (!failure_.empty()) throw std::runtime_error("the stream ended: " + failure_);
    return std::move(deliveries_);
}

}  // namespace test
