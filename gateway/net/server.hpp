// The listening socket, the connections behind it, and their orderly end.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "gateway/net/connection.hpp"

namespace gateway::net {

class Server {
public:
    // Binds at once. Throws std::runtime_error, with what to do, when the address cannot be had.
    Server(asio::io_context& io, const std::string& host, std::uint16_t port, ServerContext& context);

    std::uint16_t port() const;

    // Serves on the calling thread and `threads` - 1 others until SIGTERM or SIGINT; then takes no more connections, lets
    // running requests finish within limits::stop_timeout, and returns when all connections are gone.
    void run(unsigned threads);

private:
    asio::awaitable<void> accept();
    asio::awaitable<void> await_signal();
    asio::awaitable<void> close_all();
    asio::awaitable<void> sweep();
    void watch_clock();     // says once, in the log, that the clock is not believed
    void confirm_clock();

    asio::io_context& io_;
    ServerContext& context_;
    tcp::acceptor acceptor_;             // on its strand, as are the server's own coroutines
    asio::steady_timer sweep_timer_;
    asio::signal_set signals_;           // from the constructor on: what comes before run() waits for it
    bool clock_reported_ = false;        // on the acceptor's strand
};

}  // namespace gateway::net
