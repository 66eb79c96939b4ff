// One HTTPS connection, kept between calls. Internal to clients/core/net: Boost shows here.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "clients/core/net/gateway_client.hpp"

namespace clients {

struct Call {
    std::string method;
    std::string target;
    std::string content_type;   // empty: no body
    crypto::Bytes body;
    std::string bearer;         // empty: no Authorization
    std::size_t answer_bytes_max = 0;
};

struct Answer {
    unsigned status = 0;
    std::string content_type;   // without parameters, lower case
    crypto::Bytes body;
};

// Decides in the handshake whether the server is the one we know. Nothing else about its certificate counts: TLS 1.3 proves
// that the server holds the private key, and the pin says whose it is.
struct PinCheck {
    std::vector<crypto::tls::SpkiPin> pins;
    std::optional<crypto::tls::SpkiPin> seen;  // of the last handshake
    bool matched = false;
};

class Connection {
public:
    Connection(Endpoint endpoint, const crypto::tls::Key* client_key, const std::string& common_name);

    // Sends the call and reads the whole answer before `deadline`; any status is an answer.
    std::expected<Answer, Failure> exchange(const Call& call, std::chrono::steady_clock::time_point deadline);
    const Endpoint& endpoint() const noexcept { return endpoint_; }

private:
    using Stream = boost::beast::ssl_stream<boost::beast::tcp_stream>;
    using Deadline = std::chrono::steady_clock::time_point;
    using ErrorCode = boost::system::error_code;
    using Result = std::expected<Answer, Failure>;

    // Every reference outlives the coroutine: exchange() runs it to its end before it returns.
    boost::asio::awaitable<Result> run(const Call& call, Deadline deadline);
    boost::asio::awaitable<std::optional<Failure>> connect(Deadline deadline);
    boost::asio::awaitable<ErrorCode> resolve_and_connect();
    boost::asio::awaitable<Result> send_and_read(const Call& call);
    Failure failure(net_errc code, const std::string& why) const;
    Failure failure_of(ErrorCode error) const;

    Endpoint endpoint_;
    PinCheck pin_check_;
    boost::asio::io_context io_{1};
    boost::asio::ssl::context tls_;
    std::unique_ptr<Stream> stream_;  // null: not connected
};

}  // namespace clients
