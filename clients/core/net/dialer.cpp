#include "clients/core/net/dialer.hpp"

#include <openssl/ssl.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>

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
            check.names = crypto::tls::names_of_certificate(certificate);
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
           error == asio::error::connection_aborted || error == asio::ssl::error::stream_truncated ||
           error == http::error::end_of_stream || error == http::error::partial_message ||
           // an alert: in TLS 1.3 a refused certificate shows at the first read
           error.category() == asio::error::get_ssl_category();
}

std::int64_t now_s() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

net_errc net_errc_of(error_code error) {
    if (error == beast::error::timeout || error == asio::error::operation_aborted) return net_errc::timed_out;
    if (error == http::error::body_limit || error == http::error::header_limit || error == http::error::buffer_overflow)
        return net_errc::too_large;
    if (is_closed(error)) return net_errc::closed;
    if (error.category() == http::make_error_code(http::error::bad_version).category()) return net_errc::malformed_answer;
    return net_errc::closed;
}

Dialer::Dialer(Endpoint endpoint, const crypto::tls::Key* client_key, const std::string& common_name)
    : endpoint_(std::move(endpoint)), pin_check_{.pins = endpoint_.pins, .seen = {}, .names = {}, .matched = false},
      tls_(asio::ssl::context::tls_client) {
    SSL_CTX* context = tls_.native_handle();
    crypto::tls::apply_policy(context);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context, check_pin, &pin_check_);
    if (!client_key) return;
    const auto now = now_s();
    crypto::tls::use_identity(
        context, client_key->certificate_pem(common_name, now - limits::certificate_before_s, now + limits::certificate_after_s),
        *client_key);
}

asio::awaitable<Dialer::ErrorCode> Dialer::connect(beast::tcp_stream& stream, std::string host, std::uint16_t port) {
    error_code error;
    if (const auto address = asio::ip::make_address(host, error); !error) {
        co_await stream.async_connect(asio::ip::tcp::endpoint(address, port), asio::redirect_error(asio::use_awaitable, error));
    } else {
        asio::ip::tcp::resolver resolver(stream.get_executor());
        const auto found =
            co_await resolver.async_resolve(host, std::to_string(port), asio::redirect_error(asio::use_awaitable, error));
        if (!error) co_await stream.async_connect(found, asio::redirect_error(asio::use_awaitable, error));
    }
    // else a small request waits for an acknowledgement
    if (!error) stream.socket().set_option(asio::ip::tcp::no_delay(true), error);
    co_return error;
}

// To the gateway's port, through the proxy where there is one.
asio::awaitable<std::optional<Failure>> Dialer::reach(beast::tcp_stream& stream) {
    const auto proxy = proxy_for(endpoint_.host, process_environment());
    if (!proxy) co_return Failure{.code = proxy.error(), .problem = {}, .detail = {}};   // the setting may hold a password
    const auto& by = *proxy;
    const auto error = co_await connect(stream, by ? by->host : endpoint_.host, by ? by->port : endpoint_.port);
    const std::string through = by ? "through the proxy " + by->text() + ": " : "";
    if (error) {
        const bool late = net_errc_of(error) == net_errc::timed_out;
        co_return failure(late ? net_errc::timed_out : net_errc::unreachable, through + error.message());
    }
    if (!by) co_return std::nullopt;
    if (const auto refused = co_await open_tunnel(stream, endpoint_.text(), *by))
        co_return Failure{.code = refused, .problem = {}, .detail = endpoint_.text() + " through the proxy " + by->text()};
    co_return std::nullopt;
}

// No byte of ours follows the handshake's first message unless the server's key is the pinned one.
asio::awaitable<std::optional<Failure>> Dialer::shake_hands(TlsStream& stream) {
    error_code error;
    if (asio::ip::make_address(endpoint_.host, error); error)
        SSL_set_tlsext_host_name(stream.native_handle(), endpoint_.host.c_str());
    pin_check_.seen.reset();
    pin_check_.matched = false;
    error = {};
    co_await stream.async_handshake(asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, error));
    if (!error && pin_check_.matched) co_return std::nullopt;
    if (pin_check_.seen && !pin_check_.matched) co_return mismatch();
    if (error.category() == asio::error::get_ssl_category())
        co_return failure(net_errc::malformed_answer, "no TLS 1.3 there: " + error.message());
    co_return failure_of(error);
}

Failure Dialer::mismatch() const {
    return failure(net_errc::pin_mismatch, "certificate of <" + pin_check_.names.subject + "> issued by <" +
                                               pin_check_.names.issuer + ">, key " + crypto::hex_encode(*pin_check_.seen));
}

asio::awaitable<Dialer::Result> Dialer::dial(asio::io_context& io, Deadline deadline) {
    auto stream = std::make_unique<TlsStream>(io, tls_);
    auto& tcp = beast::get_lowest_layer(*stream);
    // One deadline for all that follows: bytes that drip in do not put it off.
    tcp.expires_at(deadline);
    dialling_ = &tcp;
    auto failed = co_await reach(tcp);
    if (!failed) failed = co_await shake_hands(*stream);
    dialling_ = nullptr;
    if (failed) co_return std::unexpected(std::move(*failed));
    co_return std::move(stream);
}

void Dialer::abort() {
    if (dialling_) dialling_->cancel();
}

Failure Dialer::failure(net_errc code, const std::string& why) const {
    return {.code = code, .problem = {}, .detail = endpoint_.text() + ": " + why};
}

Failure Dialer::failure_of(error_code error) const { return failure(net_errc_of(error), error.message()); }

}  // namespace clients
