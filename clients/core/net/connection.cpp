#include "clients/core/net/connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "clients/core/net/limits.hpp"
#include "clients/core/net/stop_wait.hpp"

namespace clients {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

// Beast frames by Content-Length when an unknown Transfer-Encoding stands beside it, and takes chunked on HTTP/1.0; and a
// body that ends with the connection can be cut short unseen. So framing is checked here, before the body is read.
bool is_framed(const http::response_parser<http::vector_body<std::uint8_t>>& parser) {
    const auto& answer = parser.get();
    const bool has_length = answer.count(http::field::content_length) == 1;
    const auto codings = answer.count(http::field::transfer_encoding);
    if (answer.version() != 11 || answer.result_int() < 200 || answer.count(http::field::content_encoding) > 0) return false;
    if (codings == 0) return has_length;
    return codings == 1 && !has_length && beast::iequals(answer[http::field::transfer_encoding], "chunked");
}

// "text/plain; charset=utf-8" -> "text/plain".
std::string media_type(std::string_view field) {
    std::string type(field.substr(0, field.find(';')));
    while (!type.empty() && type.back() == ' ') type.pop_back();
    for (char& c : type)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return type;
}

using Request = http::request<http::span_body<const std::uint8_t>>;

Request request_of(const Call& call, const Endpoint& endpoint) {
    Request request(http::string_to_verb(call.method), call.target, 11);
    request.set(http::field::host, endpoint.text());
    request.set(http::field::user_agent, "nfp/" NFP_VERSION);
    request.set(http::field::accept_language, endpoint.language);
    if (!call.bearer.empty()) request.set(http::field::authorization, "Bearer " + call.bearer);
    if (!call.content_type.empty()) {
        request.set(http::field::content_type, call.content_type);
        request.body() = beast::span<const std::uint8_t>(call.body.data(), call.body.size());
    }
    request.prepare_payload();
    return request;
}

}  // namespace

std::expected<Answer, Failure> Connection::exchange(const Call& call, Deadline deadline, int stop) {
    std::optional<Result> result;
    std::exception_ptr exception;
    io_.restart();
    StopWait stop_wait(io_, stop, [this] { abort(); });
    asio::co_spawn(io_, run(call, deadline), [&](std::exception_ptr thrown, Result done) {
        exception = std::move(thrown);
        result.emplace(std::move(done));
        stop_wait.cancel();
    });
    io_.run();  // ends when the coroutine has, with nothing left behind
    if (exception) std::rethrow_exception(exception);
    if (!*result && stop_wait.stopped()) return std::unexpected(dialer_.failure(net_errc::stopped, "stopped"));
    return std::move(*result);
}

void Connection::abort() {
    dialer_.abort();
    if (stream_) beast::get_lowest_layer(*stream_).cancel();
}

asio::awaitable<Connection::Result> Connection::run(const Call& call, Deadline deadline) {
    const bool kept = stream_ != nullptr;
    if (!kept) {
        if (auto failed = co_await connect(deadline)) co_return std::unexpected(std::move(*failed));
    }
    // One deadline for all that follows: bytes that drip in do not put it off.
    beast::get_lowest_layer(*stream_).expires_at(deadline);
    Result result = co_await send_and_read(call);
    if (!result) stream_.reset();
    if (kept && !result && result.error().code == make_error_code(net_errc::closed)) {
        if (auto failed = co_await connect(deadline)) co_return std::unexpected(std::move(*failed));
        result = co_await send_and_read(call);
        if (!result) stream_.reset();
    }
    co_return result;
}

asio::awaitable<std::optional<Failure>> Connection::connect(Deadline deadline) {
    auto dialled = co_await dialer_.dial(io_, deadline);
    if (!dialled) co_return std::move(dialled.error());
    stream_ = std::move(*dialled);
    co_return std::nullopt;
}

asio::awaitable<Connection::Result> Connection::send_and_read(const Call& call) {
    error_code write_error;
    Request request = request_of(call, endpoint());
    co_await http::async_write(*stream_, request, asio::redirect_error(asio::use_awaitable, write_error));
    if (net_errc_of(write_error) == net_errc::timed_out) co_return std::unexpected(dialer_.failure_of(write_error));

    // A server may refuse before it has read everything: then writing fails, and the reason is there to be read.
    error_code error;
    beast::flat_buffer buffer;
    http::response_parser<http::vector_body<std::uint8_t>> parser;
    parser.header_limit(static_cast<std::uint32_t>(limits::answer_header_bytes_max));
    parser.body_limit(call.answer_bytes_max);
    co_await http::async_read_header(*stream_, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return std::unexpected(dialer_.failure_of(error));
    if (!is_framed(parser))
        co_return std::unexpected(dialer_.failure(net_errc::malformed_answer, "the answer's length is not stated as it must be"));
    if (!parser.is_done()) {
        co_await http::async_read(*stream_, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return std::unexpected(dialer_.failure_of(error));
    }

    const bool keep = parser.keep_alive() && !write_error && buffer.size() == 0;  // bytes beyond the answer belong to nothing
    auto answer = parser.release();
    Answer out{.status = answer.result_int(),
               .content_type = media_type(answer[http::field::content_type]),
               .body = std::move(answer.body())};
    if (!keep) stream_.reset();
    co_return out;
}

}  // namespace clients
