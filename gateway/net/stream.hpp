// The stream under every connection: TLS over TCP with a timer.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>

namespace gateway::net {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using Stream = asio::ssl::stream<boost::beast::tcp_stream>;

}  // namespace gateway::net
