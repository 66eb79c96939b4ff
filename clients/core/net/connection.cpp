#include "clients/core/net/connection.hpp"

#include <openssl/ssl.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "clients/core/net/limits.hpp"
#include "crypto/encoding.hpp"

namespace clients {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

// OpenSSL asks this instead of building a chain.
int check_pin(X509_STORE_CTX* store, void* argument) noexcept {
    auto& check = *static_cast<PinCheck*>(argument);
    try {
        if (const X509* certificate = X509_STORE_CTX_get0_cert(store)) {
            check.seen = crypto::tls::pin_of_certificate(certificate);
            check.matched = std::ranges::find(check.pins, *check.seen) != check.pins.end();
        }
    } catch (...) {
        check.matched = false;  // a key that has no DER form is not ours
    }
    if (!check.matched) X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
    return check.matched ? 1 : 0;
}

bool is_closed(error_code error) {
    return error == asio::error::eof || error == asio::error::connection_reset || error == asio::error::broken_pipe ||
           error == asio::error::connection_aborted || error == asio::ssl::error::stream_truncated || error == http::error::end_of_stream ||
           error == http::error::partial_message ||
           error.category() == asio::error::get_ssl_category();  // an alert: in TLS 1.3 a refused certificate shows at the first read
}

net_errc net_errc_of(error_code error) {
    if (error == beast::error::timeout || error == asio::error::operation_aborted) return net_errc::timed_out;
    if (error == http::error::body_limit || error == http::error::header_limit || error == http::error::buffer_overflow) return net_errc::too_large;
    if (is_closed(error)) return net_errc::closed;
    if (error.category() == http::make_error_code(http::error::bad_version).category()) return net_errc::malformed_answer;
    return net_errc::closed;
}

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

std::int64_t unix_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

Connection::Connection(Endpoint endpoint, const crypto::tls::Key* client_key, const std::string& common_name)
    : endpoint_(std::move(endpoint)), pin_check_{.pins = endpoint_.pins, .seen = {}, .matched = false}, tls_(asio::ssl::context::tls_client) {
    SSL_CTX* context = tls_.native_handle();
    crypto::tls::apply_policy(context);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context, check_pin, &pin_check_);
    if (client_key) {
        const std::int64_t now = unix_now();
        crypto::tls::use_identity(
            context, client_key->certificate_pem(common_name, now - limits::certificate_before_s, now + limits::certificate_after_s),
            *client_key);
    }
}

std::expected<Answer, Failure> Connection::exchange(const Call& call, Deadline deadline) {
    std::optional<Result> result;
    std::exception_ptr exception;
    io_.restart();
    asio::co_spawn(io_, run(call, deadline), [&](std::exception_ptr thrown, Result done) {
        exception = thrown;
        result.emplace(std::move(done));
    });
    io_.run();  // ends when the coroutine has, with nothing left behind
    if (exception) std::rethrow_exception(exception);
    return std::move(*result);
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

asio::awaitable<Connection::ErrorCode> Connection::resolve_and_connect() {
    error_code error;
    auto& tcp = beast::get_lowest_layer(*stream_);
    if (const auto address = asio::ip::make_address(endpoint_.host, error); !error) {
        co_await tcp.async_connect(asio::ip::tcp::endpoint(address, endpoint_.port), asio::redirect_error(asio::use_awaitable, error));
    } else {
        SSL_set_tlsext_host_name(stream_->native_handle(), endpoint_.host.c_str());
        asio::ip::tcp::resolver resolver(io_);
        const auto found = co_await resolver.async_resolve(endpoint_.host, std::to_string(endpoint_.port),
                                                           asio::redirect_error(asio::use_awaitable, error));
        if (!error) co_await tcp.async_connect(found, asio::redirect_error(asio::use_awaitable, error));
    }
    if (!error) tcp.socket().set_option(asio::ip::tcp::no_delay(true), error);  // else a small request waits for an acknowledgement
    co_return error;
}

asio::awaitable<std::optional<Failure>> Connection::connect(Deadline deadline) {
    stream_ = std::make_unique<Stream>(io_, tls_);
    beast::get_lowest_layer(*stream_).expires_at(deadline);
    error_code error = co_await resolve_and_connect();
    if (error) {
        stream_.reset();
        const bool late = net_errc_of(error) == net_errc::timed_out;
        co_return failure(late ? net_errc::timed_out : net_errc::unreachable, error.message());
    }
    pin_check_.seen.reset();
    pin_check_.matched = false;
    co_await stream_->async_handshake(asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, error));
    if (!error && pin_check_.matched) co_return std::nullopt;
    stream_.reset();
    if (pin_check_.seen && !pin_check_.matched)
        co_return failure(net_errc::pin_mismatch, "the server's key is " + crypto::hex_encode(*pin_check_.seen));
    if (error.category() == asio::error::get_ssl_category())
        co_return failure(net_errc::malformed_answer, "no TLS 1.3 there: " + error.message());
    co_return failure_of(error);
}

asio::awaitable<Connection::Result> Connection::send_and_read(const Call& call) {
    error_code write_error;
    Request request = request_of(call, endpoint_);
    co_await http::async_write(*stream_, request, asio::redirect_error(asio::use_awaitable, write_error));
    if (net_errc_of(write_error) == net_errc::timed_out) co_return std::unexpected(failure_of(write_error));

    // A server may refuse before it has read everything: then writing fails, and the reason is there to be read.
    error_code error;
    beast::flat_buffer buffer;
    http::response_parser<http::vector_body<std::uint8_t>> parser;
    parser.header_limit(static_cast<std::uint32_t>(limits::answer_header_bytes_max));
    parser.body_limit(call.answer_bytes_max);
    co_await http::async_read_header(*stream_, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return std::unexpected(failure_of(error));
    if (!is_framed(parser)) co_return std::unexpected(failure(net_errc::malformed_answer, "the answer's length is not stated as it must be"));
    if (!parser.is_done()) {
        co_await http::async_read(*stream_, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return std::unexpected(failure_of(error));
    }

    const bool keep = parser.keep_alive() && !write_error && buffer.size() == 0;  // bytes beyond the answer belong to nothing
    auto answer = parser.release();
    Answer out{.status = answer.result_int(), .content_type = media_type(answer[http::field::content_type]), .body = std::move(answer.body())};
    if (!keep) stream_.reset();
    co_return out;
}

Failure Connection::failure(net_errc code, const std::string& why) const {
    return {.code = code, .problem = {}, .detail = endpoint_.text() + ": " + why};
}

Failure Connection::failure_of(ErrorCode error) const { return failure(net_errc_of(error), error.message()); }

}  // namespace clients
