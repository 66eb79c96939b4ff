#include "gateway/net/websocket.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>

#include "gateway/limits.hpp"
#include "protocol/stream_wire.hpp"

namespace gateway::net {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;

}  // namespace

struct WebSocket::State {
    State(Stream& below, std::function<void()> on_control) : stream(below), heard(std::move(on_control)) {
        stream.set_option(websocket::stream_base::timeout{.handshake_timeout = websocket::stream_base::none(),
                                                          .idle_timeout = websocket::stream_base::none(),
                                                          .keep_alive_pings = false});
        stream.read_message_max(protocol::wire::submission_bytes_max);
        stream.auto_fragment(false);
        stream.binary(true);
        stream.control_callback([this](websocket::frame_type, beast::string_view) { heard(); });
    }
    websocket::stream<Stream&, /*deflateSupported=*/false> stream;
    std::function<void()> heard;
};

WebSocket::WebSocket(Stream& stream, std::function<void()> on_control)
    : state_(std::make_unique<State>(stream, std::move(on_control))) {}
WebSocket::~WebSocket() = default;

asio::awaitable<bool> WebSocket::accept(const std::string& target, const std::string& key) {
    // The request as we understood it, and nothing else of what the peer sent: no extension, no subprotocol.
    namespace http = beast::http;
    http::request<http::empty_body> request(http::verb::get, target, 11);
    request.set(http::field::host, "gateway");
    request.set(http::field::connection, "upgrade");
    request.set(http::field::upgrade, "websocket");
    request.set(http::field::sec_websocket_version, "13");
    request.set(http::field::sec_websocket_key, key);
    beast::error_code error;
    co_await state_->stream.async_accept(request, asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
}

asio::awaitable<WebSocket::Read> WebSocket::read_some(crypto::Bytes& message) {
    const auto had = message.size();
    // As much again as there is: few reads for a large message, little memory for a stream that is silent.
    const auto room = std::clamp(had, limits::stream_piece_bytes, limits::stream_piece_bytes_max);
    message.resize(had + room);
    beast::error_code error;
    const auto count = co_await state_->stream.async_read_some(asio::buffer(message.data() + had, room),
                                                               asio::redirect_error(asio::use_awaitable, error));
    message.resize(had + count);
    if (error) co_return Read::closed;
    if (state_->stream.got_text()) co_return Read::text;
    co_return state_->stream.is_message_done() ? Read::message : Read::part;
}

asio::awaitable<bool> WebSocket::write(crypto::Bytes message) {
    beast::error_code error;
    co_await state_->stream.async_write(asio::buffer(message), asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
}

asio::awaitable<bool> WebSocket::ping() {
    beast::error_code error;
    co_await state_->stream.async_ping({}, asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
}

asio::awaitable<void> WebSocket::close(Closing closing) {
    const websocket::close_reason reason(static_cast<websocket::close_code>(closing.code), closing.reason);
    beast::error_code error;
    co_await state_->stream.async_close(reason, asio::redirect_error(asio::use_awaitable, error));
}

}  // namespace gateway::net
