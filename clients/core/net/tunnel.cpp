// CONNECT (RFC 9110, 9.3.6): the proxy relays bytes; TLS and its pin stay between us and the gateway.
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include "clients/core/net/dialer.hpp"
#include "clients/core/net/limits.hpp"

namespace clients {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

// In wiping memory: it holds the proxy's password.
crypto::SecretBytes request_of(const std::string& target, const Proxy& proxy) {
    auto out = crypto::to_secret("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n");
    const auto add = [&](std::string_view text) { out.insert(out.end(), text.begin(), text.end()); };
    if (!proxy.authorization.empty()) {
        add("Proxy-Authorization: Basic ");
        out.insert(out.end(), proxy.authorization.begin(), proxy.authorization.end());
        add("\r\n");
    }
    add("User-Agent: nfp/" NFP_VERSION "\r\n\r\n");
    return out;
}

}  // namespace

asio::awaitable<std::error_code> open_tunnel(beast::tcp_stream& stream, std::string target, const Proxy& proxy) {
    const auto request = request_of(target, proxy);
    boost::system::error_code error;
    const auto bytes = asio::buffer(request.data(), request.size());
    co_await asio::async_write(stream, bytes, asio::redirect_error(asio::use_awaitable, error));
    http::response_parser<http::empty_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(limits::answer_header_bytes_max));
    parser.skip(true);   // what would be a body is the tunnel, or a page for browsers
    beast::flat_buffer buffer(limits::answer_header_bytes_max);
    if (!error) co_await http::async_read_header(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return net_errc_of(error) == net_errc::timed_out ? net_errc::timed_out : net_errc::proxy_malformed;
    const auto status = parser.get().result_int();
    if (status == 407) co_return net_errc::proxy_needs_login;
    if (status >= 400) co_return net_errc::proxy_refused;
    // TLS begins with us: bytes that came already are not the gateway's.
    if (status != 200 || buffer.size() > 0) co_return net_errc::proxy_malformed;
    co_return std::error_code{};
}

}  // namespace clients
