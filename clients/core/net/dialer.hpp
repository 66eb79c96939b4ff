// The way to the gateway: TCP, through the proxy where there is one, TLS, and the check that it is the gateway. Internal to
// clients/core/net: Boost shows here.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "clients/core/net/gateway_client.hpp"
#include "clients/core/net/proxy.hpp"

namespace clients {

using Deadline = std::chrono::steady_clock::time_point;
// A type of our own, so that gateway_stream.cpp can say how a WebSocket on it is torn down.
class TlsStream : public boost::beast::ssl_stream<boost::beast::tcp_stream> {
public:
    using boost::beast::ssl_stream<boost::beast::tcp_stream>::ssl_stream;
};

// Decides in the handshake whether the server is the one we know. Nothing else about its certificate counts: TLS 1.3 proves
// that the server holds the private key, and the pin says whose it is.
struct PinCheck {
    std::vector<crypto::tls::SpkiPin> pins;
    std::optional<crypto::tls::SpkiPin> seen;  // of the last handshake
    crypto::tls::CertificateNames names;       // of what was seen
    bool matched = false;
};

class Dialer {
public:
    // `client_key` may be null. Its certificate is made here; the key is not kept.
    Dialer(Endpoint endpoint, const crypto::tls::Key* client_key, const std::string& common_name);
    Dialer(const Dialer&) = delete;
    Dialer& operator=(const Dialer&) = delete;

    using Result = std::expected<std::unique_ptr<TlsStream>, Failure>;
    // A stream whose handshake is done and whose server is the pinned one. All of it before `deadline`.
    boost::asio::awaitable<Result> dial(boost::asio::io_context& io, Deadline deadline);

    // What dial() waits for fails now, but for the system's resolver.
    void abort();

    const Endpoint& endpoint() const noexcept { return endpoint_; }
    Failure failure(net_errc code, const std::string& why) const;
    Failure failure_of(boost::system::error_code error) const;

private:
    using ErrorCode = boost::system::error_code;
    boost::asio::awaitable<ErrorCode> connect(boost::beast::tcp_stream& stream, std::string host, std::uint16_t port);
    boost::asio::awaitable<std::optional<Failure>> reach(boost::beast::tcp_stream& stream);
    boost::asio::awaitable<std::optional<Failure>> shake_hands(TlsStream& stream);
    Failure mismatch() const;

    Endpoint endpoint_;
    PinCheck pin_check_;   // the context holds its address
    boost::asio::ssl::context tls_;
    boost::beast::tcp_stream* dialling_ = nullptr;   // while dial() runs
};

// What an error of a stream means for a call.
net_errc net_errc_of(boost::system::error_code error);

// Asks the proxy at the other end of `stream` to connect it with `target`; what follows goes there. Nothing, or the refusal.
boost::asio::awaitable<std::error_code> open_tunnel(boost::beast::tcp_stream& stream, std::string target, const Proxy& proxy);

}  // namespace clients
