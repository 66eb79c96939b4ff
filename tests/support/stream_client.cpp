#include "tests/support/stream_client.hpp"

#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <stdexcept>

namespace test {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using Tls = asio::ssl::stream<asio::ip::tcp::socket>;

namespace {

constexpr std::size_t message_bytes_max = 64 * 1024 * 1024;  // a test may look at what is too large

asio::ssl::context make_context(const Person& person) {
    asio::ssl::context context(asio::ssl::context::tls_client);
    crypto::tls::apply_policy(context.native_handle());
    crypto::tls::use_identity(context.native_handle(), person.certificate_pem, person.tls);
    return context;
}

}  // namespace

struct StreamClient::State {
    explicit State(const Person& person) : context(make_context(person)), stream(io, context) {}
    asio::io_context io;
    asio::ssl::context context;
    websocket::stream<Tls, false> stream;
    unsigned pings = 0;
};

StreamClient::StreamClient(std::uint16_t port, const Person& person, const std::string& query)
    : state_(std::make_unique<State>(person)) {
    auto& tls = state_->stream.next_layer();
    tls.next_layer().connect({asio::ip::address_v4::loopback(), port});
    tls.next_layer().set_option(asio::ip::tcp::no_delay(true));
    tls.handshake(asio::ssl::stream_base::client);
    state_->stream.read_message_max(message_bytes_max);
    state_->stream.binary(true);
    state_->stream.control_callback([state = state_.get()](websocket::frame_type type, boost::beast::string_view) {
        if (type == websocket::frame_type::ping) ++state->pings;
    });
    state_->stream.handshake("localhost", "/v1/stream" + query);
}
StreamClient::~StreamClient() = default;
StreamClient::StreamClient(StreamClient&&) noexcept = default;

crypto::Bytes StreamClient::read() {
    boost::beast::flat_buffer buffer;
    state_->stream.read(buffer);
    const auto* data = static_cast<const std::uint8_t*>(buffer.data().data());
    return {data, data + buffer.size()};
}

protocol::wire::StreamMessage StreamClient::read_message() {
    auto message = protocol::wire::parse_stream_message(read());
    if (!message) throw std::runtime_error("not a message of the stream: " + message.error().message());
    return std::move(*message);
}

protocol::wire::Page StreamClient::read_page() { return std::get<protocol::wire::Page>(read_message()); }

protocol::wire::StreamAnswer StreamClient::read_answer() {
    for (;;) {
        auto message = read_message();
        if (auto* answer = std::get_if<protocol::wire::StreamAnswer>(&message)) return std::move(*answer);
    }
}

unsigned StreamClient::close_code() {
    boost::system::error_code error;
    for (boost::beast::flat_buffer buffer; !error; buffer.clear()) state_->stream.read(buffer, error);
    return state_->stream.reason().code;
}

std::string StreamClient::close_reason() const {
    const auto& reason = state_->stream.reason().reason;
    return {reason.data(), reason.size()};
}

unsigned StreamClient::pings() const { return state_->pings; }

void StreamClient::write(crypto::ByteView message) { state_->stream.write(asio::buffer(message.data(), message.size())); }

void StreamClient::write_text(const std::string& text) {
    state_->stream.text(true);
    state_->stream.write(asio::buffer(text));
    state_->stream.binary(true);
}

void StreamClient::write_part(crypto::ByteView part, bool last) {
    state_->stream.write_some(last, asio::buffer(part.data(), part.size()));
}

void StreamClient::cut() { ::shutdown(state_->stream.next_layer().next_layer().native_handle(), SHUT_RDWR); }

void StreamClient::submit(std::uint64_t sequence, const protocol::Entry& entry) {
    write(protocol::wire::encode_submission(
        {.sequence = sequence, .type = protocol::wire::SubmissionType::entry, .bytes = protocol::entry_bytes(entry)}));
}

}  // namespace test
