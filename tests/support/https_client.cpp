#include "tests/support/https_client.hpp"

#include <openssl/ssl.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "protocol/problem.hpp"
#include "protocol/wire.hpp"

namespace test {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Body = http::vector_body<std::uint8_t>;

asio::ssl::context make_context(const Person* person) {
    asio::ssl::context context(asio::ssl::context::tls_client);
    crypto::tls::apply_policy(context.native_handle());
    context.set_verify_mode(asio::ssl::verify_none);
    if (person) crypto::tls::use_identity(context.native_handle(), person->certificate_pem, person->tls);
    return context;
}

}  // namespace

struct HttpsClient::State {
    explicit State(const Person* person) : context(make_context(person)), stream(io, context) {}
    asio::io_context io;
    asio::ssl::context context;
    asio::ssl::stream<asio::ip::tcp::socket> stream;
    boost::beast::flat_buffer buffer;
};

HttpsClient::HttpsClient(std::uint16_t port, const Person* person) : state_(std::make_unique<State>(person)) {
    state_->stream.next_layer().connect({asio::ip::address_v4::loopback(), port});
    state_->stream.next_layer().set_option(asio::ip::tcp::no_delay(true));
    state_->stream.handshake(asio::ssl::stream_base::client);
}
HttpsClient::~HttpsClient() = default;
HttpsClient::HttpsClient(HttpsClient&&) noexcept = default;

HttpResponse HttpsClient::request(std::string_view method, std::string_view target, crypto::ByteView body,
                                  const Headers& headers) {
    http::request<Body> message;
    message.version(11);
    message.method_string({method.data(), method.size()});
    message.target({target.data(), target.size()});
    message.set(http::field::host, "localhost");
    for (const auto& [name, value] : headers) message.set(name, value);
    message.body().assign(body.begin(), body.end());
    if (!body.empty() || method == "POST") message.content_length(body.size());
    http::write(state_->stream, message);

    http::response_parser<Body> parser;
    parser.body_limit(boost::none);
    if (method == "HEAD") parser.skip(true);
    http::read(state_->stream, state_->buffer, parser);
    HttpResponse response{.status = parser.get().result_int(), .headers = {}, .body = std::move(parser.get().body())};
    for (const auto& field : parser.get()) {
        std::string name(field.name_string());
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        response.headers[name] = std::string(field.value());
    }
    return response;
}

HttpResponse HttpsClient::post(std::string_view target, std::string_view content_type, crypto::ByteView body) {
    return request("POST", target, body, {{"Content-Type", std::string(content_type)}});
}
HttpResponse HttpsClient::submit(const protocol::Entry& entry) {
    return post("/v1/entries", protocol::wire::entry_type, protocol::entry_bytes(entry));
}
HttpResponse HttpsClient::submit(const std::vector<protocol::Entry>& batch) {
    return post("/v1/entries", protocol::wire::batch_type, protocol::wire::encode_batch(bytes_of(batch)));
}

void HttpsClient::write_raw(std::string_view text) { asio::write(state_->stream, asio::buffer(text)); }

void HttpsClient::close_write() {
    boost::system::error_code ignored;
    state_->stream.next_layer().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void HttpsClient::reset() {
    boost::system::error_code ignored;
    state_->stream.next_layer().set_option(asio::socket_base::linger(true, 0), ignored);
    state_->stream.next_layer().close(ignored);
}

std::string HttpsClient::read_until(std::string_view end) {
    std::string out;
    while (!out.ends_with(end)) {
        char next = 0;
        asio::read(state_->stream, asio::buffer(&next, 1));
        out += next;
    }
    return out;
}

std::string HttpsClient::read_until_closed() {
    std::string out(crypto::as_text({static_cast<const std::uint8_t*>(state_->buffer.data().data()), state_->buffer.size()}));
    boost::system::error_code error;
    for (std::array<char, 4096> piece; !error;) {
        const auto count = state_->stream.read_some(asio::buffer(piece), error);
        out.append(piece.data(), count);
    }
    return out;
}

std::string HttpResponse::problem() const {
    const auto parsed = protocol::parse_problem(text());
    return parsed ? parsed->name : "";
}

}  // namespace test
