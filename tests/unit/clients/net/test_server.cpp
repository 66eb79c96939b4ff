#include "tests/unit/clients/net/test_server.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

namespace clients::test {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

std::int64_t unix_time(const ASN1_TIME* time) {
    tm parts{};
    ASN1_TIME_to_tm(time, &parts);
    return timegm(&parts);
}

}  // namespace

HttpRequest Peer::read_request() {
    http::request_parser<http::string_body> parser;
    parser.body_limit(16 * 1024 * 1024);
    http::read(stream_, buffer_, parser);
    return parser.release();
}

void Peer::write(std::string_view bytes) { asio::write(stream_, asio::buffer(bytes)); }

void Peer::answer(int status, std::string_view type, std::string_view body) {
    std::string text = "HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Type: ";
    text.append(type).append("\r\nContent-Length: ").append(std::to_string(body.size())).append("\r\n\r\n").append(body);
    write(text);
}

std::optional<SeenCertificate> Peer::certificate() const {
    X509* found = SSL_get1_peer_certificate(stream_.native_handle());
    if (!found) return std::nullopt;
    const SeenCertificate seen{.pin = crypto::tls::pin_of_certificate(found), .not_before = unix_time(X509_get0_notBefore(found)),
                               .not_after = unix_time(X509_get0_notAfter(found))};
    X509_free(found);
    return seen;
}

void Peer::wait_for_close() {
    boost::system::error_code error;
    std::array<char, 1024> buffer;
    while (!error) stream_.read_some(asio::buffer(buffer), error);
}

TestServer::TestServer(std::vector<Script> scripts, ServerOptions options)
    : scripts_(std::move(scripts)),
      options_(std::move(options)),
      acceptor_(io_, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    SSL_CTX* context = tls_.native_handle();
    if (!options_.tls12_only) crypto::tls::apply_policy(context);
    if (options_.tls12_only) SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
    crypto::tls::use_identity(context, key_.certificate_pem("gateway", 0, 4'000'000'000), key_);
    // Asks for a certificate and takes any, or none: who it is, the gateway decides afterwards.
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context, [](X509_STORE_CTX*, void*) { return 1; }, nullptr);
    thread_ = std::thread([this] { serve(); });
}

TestServer::~TestServer() {
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // wakes the accept
    thread_.join();
}

Endpoint TestServer::endpoint() const {
    Endpoint endpoint;
    endpoint.host = "127.0.0.1";
    endpoint.port = acceptor_.local_endpoint().port();
    endpoint.pins = {key_.pin()};
    return endpoint;
}

void TestServer::serve() {
    while (true) {
        boost::system::error_code error;
        Socket socket(io_);
        acceptor_.accept(socket, error);
        if (error) return;
        const auto number = static_cast<std::size_t>(connections_++);
        try {
            const Script silent = [](Peer&) {};
            serve_one(std::move(socket), scripts_.empty() ? silent : scripts_[std::min(number, scripts_.size() - 1)]);
        } catch (const boost::system::system_error&) {
            // The client went away, which many scripts provoke.
        }
    }
}

void TestServer::serve_one(Socket socket, const Script& script) {
    if (options_.instead_of_tls) return options_.instead_of_tls(socket);
    asio::ssl::stream<Socket> stream(std::move(socket), tls_);
    stream.handshake(asio::ssl::stream_base::server);
    ++handshakes_;
    Peer peer(stream);
    script(peer);
}

}  // namespace clients::test
