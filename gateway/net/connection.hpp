// One connection, from its handshake to its end.
#pragma once

#include <atomic>

#include "gateway/api/router.hpp"
#include "gateway/log.hpp"
#include "gateway/net/connections.hpp"
#include "gateway/net/deadlines.hpp"
#include "gateway/net/endings.hpp"
#include "gateway/net/tls.hpp"
#include "gateway/net/waiters.hpp"
#include "gateway/register/committer.hpp"

namespace gateway::net {

// What connections share. Owned by main, outlives the I/O context; everything in it is thread-safe.
struct ServerContext {
    asio::ssl::context& tls;
    const api::Services& services;
    Committer& committer;
    Connections& connections;
    Waiters& waiters;
    Endings& endings;
    Logger& log;
    Deadlines deadlines;
    std::atomic<bool> stopping{false};
};

// The coroutine of a connection: its frame owns the stream. Spawn it on the socket's executor, a strand.
asio::awaitable<void> serve_connection(tcp::socket socket, ServerContext& context);

}  // namespace gateway::net
