// Ends what waits for the network when the program is told to stop. Internal to clients/core/net.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <functional>
#include <optional>
#include <unistd.h>

namespace clients {

// Watches a descriptor that becomes readable when the program shall stop; -1: there is none. Runs on the I/O context's thread.
class StopWait {
public:
    StopWait(boost::asio::io_context& io, int descriptor, std::function<void()> on_stop) : on_stop_(std::move(on_stop)) {
        if (descriptor < 0) return;
        descriptor_.emplace(io, ::dup(descriptor));   // closed with this; the caller's stays theirs
        descriptor_->async_wait(boost::asio::posix::descriptor_base::wait_read, [this](boost::system::error_code error) {
            if (error) return;
            stopped_ = true;
            on_stop_();
        });
    }
    void cancel() {
        if (descriptor_) descriptor_->cancel();
    }
    bool stopped() const { return stopped_; }

private:
    std::function<void()> on_stop_;
    std::optional<boost::asio::posix::stream_descriptor> descriptor_;
    bool stopped_ = false;
};

}  // namespace clients
