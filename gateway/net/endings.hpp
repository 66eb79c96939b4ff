// Closes what is open of persons and devices whose designation has ended: by an entry, or by a date though nobody sends anything.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include "gateway/net/connections.hpp"
#include "gateway/net/waiters.hpp"

namespace gateway::net {

// Thread-safe. Owned by main, outlives the I/O context.
class Endings {
public:
    Endings(asio::io_context& io, Register& published, Connections& connections, Waiters& waiters)
        : strand_(asio::make_strand(io)), published_(published), connections_(connections), waiters_(waiters) {}

    // Looks for designations that have ended since the last look, and returns at once; when there is none it costs next to
    // nothing. To be called after every publication and, for the dates, every limits::sweep_period.
    //
    // Who has ended is told so, if something of theirs was under way: an unfinished request is refused, a long-poll answered,
    // what the register holds is judged there and answered. Then the connection is closed, limits::ended_grace later at the
    // latest.
    void look();

private:
    void look_now();
    void end_all(const std::shared_ptr<const protocol::NetworkState>& state, std::int64_t now);

    asio::strand<asio::io_context::executor_type> strand_;
    Register& published_;
    Connections& connections_;
    Waiters& waiters_;
    // On strand_. Owners of the state: the views of the register, and this until the next look, so that no other has its address.
    std::shared_ptr<const protocol::NetworkState> seen_;
    std::int64_t next_date_ = 0;   // when the next designation ends by that state
    std::optional<std::chrono::steady_clock::time_point> last_ended_at_;
};

}  // namespace gateway::net
