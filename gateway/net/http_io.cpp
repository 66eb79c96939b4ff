#include "gateway/net/http_io.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <boost/beast/http/write.hpp>

#include "gateway/limits.hpp"
#include "gateway/net/framing.hpp"
#include "gateway/net/upgrade.hpp"

namespace gateway::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using Body = http::vector_body<std::uint8_t>;
using ChunkCallback = std::function<void(std::uint64_t, beast::string_view, beast::error_code&)>;

std::string text_of(beast::string_view text) { return {text.data(), text.size()}; }

RequestReader::Result classify(const beast::error_code& error) {
    using Result = RequestReader::Result;
    if (!error) return Result::ok;
    if (error == http::error::header_limit || error == http::error::body_limit || error == http::error::buffer_overflow)
        return Result::too_large;
    // Everything else that the parser refuses; what the stream reports is nobody left to answer.
    const bool parser = error.category() == http::make_error_code(http::error::bad_method).category();
    const bool ended = error == http::error::end_of_stream || error == http::error::partial_message;
    return parser && !ended ? Result::malformed : Result::closed;
}

}  // namespace

struct RequestReader::State {
    http::request_parser<Body> parser;
    // The parser keeps a reference to it.
    ChunkCallback on_chunk = [](std::uint64_t, beast::string_view extensions, beast::error_code& error) {
        if (extensions.size() > limits::chunk_extension_bytes_max) error = http::error::bad_chunk_extension;
    };
};

RequestReader::RequestReader() : state_(std::make_unique<State>()) {
    state_->parser.header_limit(static_cast<std::uint32_t>(limits::http_header_bytes_max));
    state_->parser.body_limit(boost::none);  // the call's bound is set between header and body
    state_->parser.on_chunk_header(state_->on_chunk);
}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;

asio::awaitable<RequestReader::Result> RequestReader::read_head(Stream& stream, beast::flat_buffer& buffer) {
    beast::error_code error;
    co_await http::async_read_header(stream, buffer, state_->parser, asio::redirect_error(asio::use_awaitable, error));
    const auto result = classify(error);
    if (result != Result::ok) co_return result;
    co_return is_framed_plainly(state_->parser.get().base()) ? Result::ok : Result::malformed;
}

asio::awaitable<RequestReader::Result> RequestReader::read_body(Stream& stream, beast::flat_buffer& buffer) {
    beast::error_code error;
    co_await http::async_read(stream, buffer, state_->parser, asio::redirect_error(asio::use_awaitable, error));
    co_return classify(error);
}

api::Head RequestReader::head() const {
    const auto& message = state_->parser.get();
    return {.method = text_of(message.method_string()),
            .target = text_of(message.target()),
            .content_type = text_of(message[http::field::content_type]),
            .content_encoding = text_of(message[http::field::content_encoding]),
            .authorization = text_of(message[http::field::authorization]),
            .language = api::language_of(text_of(message[http::field::accept_language])),
            .pin = {},
            .tls_group = {}};
}

std::string RequestReader::expectation() const { return text_of(state_->parser.get()[http::field::expect]); }

bool RequestReader::has_body() const {
    return state_->parser.chunked() || state_->parser.content_length().value_or(0) > 0;
}

std::expected<std::string, std::error_code> RequestReader::upgrade_key() const {
    return check_upgrade(state_->parser.get().base());
}

bool RequestReader::keeps_alive() const { return state_->parser.keep_alive(); }

bool RequestReader::set_body_bound(std::size_t bytes_max) {
    state_->parser.body_limit(bytes_max);
    return state_->parser.content_length().value_or(0) <= bytes_max;
}

crypto::Bytes RequestReader::take_body() { return std::move(state_->parser.get().body()); }

asio::awaitable<bool> send_response(Stream& stream, api::Response response, SendOptions options) {
    http::response<Body> message;
    message.version(11);
    message.result(response.status);
    message.set(http::field::server, "nfp-gateway");
    message.set("X-Content-Type-Options", "nosniff");
    if (!response.content_type.empty()) message.set(http::field::content_type, response.content_type);
    for (const auto& [name, value] : response.headers) message.set(name, value);
    message.keep_alive(options.keep_alive);
    message.content_length(response.body.size());
    if (options.body) message.body() = std::move(response.body);
    http::response_serializer<Body> serializer(message);
    beast::error_code error;
    if (options.body)
        co_await http::async_write(stream, serializer, asio::redirect_error(asio::use_awaitable, error));
    else
        co_await http::async_write_header(stream, serializer, asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
}

asio::awaitable<bool> send_continue(Stream& stream) {
    static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
    beast::error_code error;
    co_await asio::async_write(stream, asio::buffer(text), asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
}

}  // namespace gateway::net
