#include "clients/core/net/gateway_stream.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <cassert>
#include <deque>
#include <map>

#include "clients/core/net/answers.hpp"
#include "clients/core/net/dialer.hpp"
#include "clients/core/net/limits.hpp"
#include "clients/core/net/stop_wait.hpp"

namespace clients {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
namespace wire = protocol::wire;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

// What ended a stream is known by now, and end() closes the socket. Beast's own teardown would wait for the peer's end of TLS,
// and its failure there would stand in the place of the reason. Found by Beast through the type of the stream.
template <class Handler>
void async_teardown(beast::role_type, TlsStream& stream, Handler&& handler) {
    asio::post(stream.get_executor(), beast::bind_front_handler(std::forward<Handler>(handler), error_code{}));
}

struct GatewayStream::Impl {
    Impl(const Endpoint& endpoint, const crypto::tls::Key& client_key, const std::string& common_name, int stop)
        : dialer(endpoint, &client_key, common_name),
          stop_wait(io, stop, [this] { end(dialer.failure(net_errc::stopped, "stopped")); }) {}

    asio::awaitable<void> open(std::string target, Deadline deadline);
    asio::awaitable<void> read_all();
    asio::awaitable<void> write_all();
    Failure declined(const error_code& error, const websocket::response_type& answer) const;
    Failure ending(const error_code& error) const;
    void take(beast::flat_buffer& buffer);
    void end(Failure why);
    template <class Done>
    void drive(Done done, Clock::time_point until);
    void apply_options();

    struct Arrived {
        wire::StreamMessage message;
        std::size_t bytes = 0;
    };

    asio::io_context io{1};   // runs inside our functions only
    Dialer dialer;
    StopWait stop_wait;
    std::unique_ptr<TlsStream> tls;
    std::optional<websocket::stream<TlsStream&, /*deflateSupported=*/false>> stream;
    asio::steady_timer outbox_filled{io, Clock::time_point::max()}, inbox_emptied{io, Clock::time_point::max()};
    std::deque<Arrived> inbox;
    std::size_t inbox_bytes = 0;
    std::deque<crypto::Bytes> outbox;
    std::uint64_t next_sequence = 0;
    std::size_t unanswered = 0;
    Clock::time_point heard_at = Clock::now();
    std::optional<Clock::time_point> written_by;
    bool upgraded = false;   // frames may have come with the answer: an end after that is the stream's, not the upgrade's
    std::optional<Failure> ended;
};

void GatewayStream::Impl::end(Failure why) {
    if (ended) return;
    ended = std::move(why);
    dialer.abort();
    error_code ignored;
    if (tls) beast::get_lowest_layer(*tls).socket().close(ignored);
    outbox_filled.cancel();
    inbox_emptied.cancel();
}

void GatewayStream::Impl::apply_options() {
    using Options = websocket::stream_base;
    stream->set_option(
        Options::timeout{.handshake_timeout = Options::none(), .idle_timeout = Options::none(), .keep_alive_pings = false});
    stream->set_option(Options::decorator([language = dialer.endpoint().language](websocket::request_type& request) {
        request.set(beast::http::field::user_agent, "nfp/" NFP_VERSION);
        request.set(beast::http::field::accept_language, language);
    }));
    stream->read_message_max(limits::page_bytes_max);
    stream->auto_fragment(false);
    stream->write_buffer_bytes(limits::stream_write_buffer_bytes);
    stream->binary(true);
    stream->control_callback([this](websocket::frame_type, beast::string_view) { heard_at = Clock::now(); });
}

// The gateway's own refusal as it words it; anything else is somebody who does not know streams.
Failure GatewayStream::Impl::declined(const error_code& error, const websocket::response_type& answer) const {
    if (error != websocket::error::upgrade_declined) return dialer.failure_of(error);
    const auto status = answer.result_int();
    auto problem = protocol::parse_problem(answer.body());
    const bool the_gateways = problem && (status == 401 || status == 409 || status == 503);
    if (the_gateways) return refusal_of(dialer.endpoint(), std::move(*problem));
    return dialer.failure(net_errc::upgrade_refused, "HTTP status " + std::to_string(status));
}

asio::awaitable<void> GatewayStream::Impl::open(std::string target, Deadline deadline) {
    auto dialled = co_await dialer.dial(io, deadline);
    if (!dialled) co_return end(std::move(dialled.error()));
    tls = std::move(*dialled);
    stream.emplace(*tls);
    apply_options();
    error_code error;
    websocket::response_type answer;
    co_await stream->async_handshake(answer, dialer.endpoint().text(), target, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return end(declined(error, answer));
    upgraded = true;
    beast::get_lowest_layer(*tls).expires_never();   // drive() has the deadlines from here on
    heard_at = Clock::now();
    asio::co_spawn(io, read_all(), asio::detached);
    asio::co_spawn(io, write_all(), asio::detached);
}

Failure GatewayStream::Impl::ending(const error_code& error) const {
    if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
        return dialer.failure(net_errc::too_large, error.message());
    // The peer's close frame counts, even if our answer to it could not be written any more.
    const auto& reason = stream->reason();
    if (error != websocket::error::closed && reason.code == websocket::close_code::none) return dialer.failure_of(error);
    const std::string text(reason.reason.data(), reason.reason.size());
    const auto why = reason.code == websocket::close_code::going_away ? net_errc::going_away
                     : text == "not-designated"                      ? net_errc::stream_ended
                                                                     : net_errc::closed;
    return dialer.failure(why, "closed with " + std::to_string(reason.code) + (text.empty() ? "" : " " + text));
}

asio::awaitable<void> GatewayStream::Impl::read_all() {
    beast::flat_buffer buffer;
    error_code error;
    while (!ended) {
        co_await stream->async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return end(ending(error));
        heard_at = Clock::now();
        take(buffer);
        while (!ended && inbox_bytes > limits::stream_inbox_bytes_max) {
            co_await inbox_emptied.async_wait(asio::redirect_error(asio::use_awaitable, error));
            heard_at = Clock::now();   // who was not read could not be heard
        }
    }
}

void GatewayStream::Impl::take(beast::flat_buffer& buffer) {
    const crypto::ByteView bytes(static_cast<const std::uint8_t*>(buffer.data().data()), buffer.size());
    auto message = stream->got_binary() ? wire::parse_stream_message(bytes)
                                        : std::unexpected(make_error_code(protocol::errc::malformed_entry));
    if (!message) return end(dialer.failure(net_errc::malformed_answer, "not a message of the stream"));
    if (std::holds_alternative<wire::StreamAnswer>(*message)) {
        if (unanswered == 0) return end(dialer.failure(net_errc::malformed_answer, "an answer to nothing"));
        --unanswered;
    }
    inbox.push_back({.message = std::move(*message), .bytes = bytes.size()});
    inbox_bytes += bytes.size();
    buffer.clear();
    if (buffer.capacity() > limits::stream_write_buffer_bytes) buffer.shrink_to_fit();   // one large page is not kept for ever
}

asio::awaitable<void> GatewayStream::Impl::write_all() {
    error_code error;
    while (!ended) {
        if (outbox.empty()) {
            co_await outbox_filled.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        const auto message = std::move(outbox.front());
        outbox.pop_front();
        written_by = Clock::now() + limits::stream_message_deadline;
        co_await stream->async_write(asio::buffer(message), asio::redirect_error(asio::use_awaitable, error));
        written_by.reset();
        // The reader learns why: the gateway says it in its close frame.
        if (error) co_return;
    }
}

template <class Done>
void GatewayStream::Impl::drive(Done done, Clock::time_point until) {
    io.restart();
    io.poll();   // what came while nobody asked is heard before the silence is judged
    while (!done() && !ended) {
        const auto now = Clock::now();
        const auto silent_at = heard_at + limits::stream_silence_max;
        if (now >= silent_at || (written_by && now >= *written_by))
            return end(dialer.failure(net_errc::timed_out, "no sign of life"));
        if (now >= until) return;
        if (io.stopped()) io.restart();
        io.run_one_until(std::min({until, silent_at, written_by.value_or(until)}));
    }
}

GatewayStream::GatewayStream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
GatewayStream::~GatewayStream() = default;
GatewayStream::GatewayStream(GatewayStream&&) noexcept = default;

std::expected<GatewayStream, Failure> GatewayStream::open(const Endpoint& endpoint, const crypto::tls::Key& client_key,
                                                          const std::string& common_name, StreamStart start) {
    auto impl = std::make_unique<Impl>(endpoint, client_key, common_name, start.stop);
    const auto deadline = Clock::now() + limits::call_deadline;
    asio::co_spawn(impl->io, impl->open("/v1/stream" + (start.after ? "?after=" + std::to_string(*start.after) : ""), deadline),
                   [](const std::exception_ptr& thrown) {
                       if (thrown) std::rethrow_exception(thrown);
                   });
    impl->drive([&] { return impl->upgraded; }, deadline + std::chrono::seconds(1));   // the dialler's own deadline comes first
    if (impl->upgraded) return GatewayStream(std::move(impl));
    if (impl->ended) return std::unexpected(std::move(*impl->ended));
    return std::unexpected(impl->dialer.failure(net_errc::timed_out, "the resolver does not answer"));
}

std::expected<std::optional<wire::StreamMessage>, Failure> GatewayStream::next(std::chrono::milliseconds wait) {
    impl_->drive([this] { return !impl_->inbox.empty(); }, Clock::now() + wait);
    // What came before the end is still good.
    if (impl_->inbox.empty()) {
        if (impl_->ended) return std::unexpected(*impl_->ended);
        return std::optional<wire::StreamMessage>{};
    }
    auto arrived = std::move(impl_->inbox.front());
    impl_->inbox.pop_front();
    impl_->inbox_bytes -= arrived.bytes;
    impl_->inbox_emptied.cancel();
    return std::optional(std::move(arrived.message));
}

std::uint64_t GatewayStream::submit(const std::vector<crypto::Bytes>& entries) {
    assert(!entries.empty());
    const bool single = entries.size() == 1;
    const auto sequence = impl_->next_sequence++;
    impl_->outbox.push_back(wire::encode_submission(
        {.sequence = sequence, .type = single ? wire::SubmissionType::entry : wire::SubmissionType::batch,
         .bytes = single ? entries.front() : wire::encode_batch(entries)}));
    ++impl_->unanswered;
    impl_->outbox_filled.cancel();
    return sequence;
}

std::size_t GatewayStream::unanswered() const noexcept { return impl_->unanswered; }

std::expected<std::vector<std::expected<Submitted, Failure>>, Failure> submit_all(
    GatewayStream& stream, const Endpoint& endpoint, const Submissions& items, const std::function<void(wire::Page)>& on_page) {
    std::map<std::uint64_t, std::size_t> under_way;   // sequence -> item
    std::vector<std::expected<Submitted, Failure>> out(items.size());
    for (std::size_t sent = 0, answered = 0; answered < items.size();) {
        for (; sent < items.size() && under_way.size() < limits::stream_unanswered_max; ++sent)
            under_way.emplace(stream.submit(items[sent]), sent);
        auto message = stream.next(limits::stream_message_deadline);
        if (!message) return std::unexpected(message.error());
        if (!*message) return fail(net_errc::timed_out, endpoint.text());
        if (auto* page = std::get_if<wire::Page>(&**message)) {
            on_page(std::move(*page));
            continue;
        }
        auto& answer = std::get<wire::StreamAnswer>(**message);
        const auto found = under_way.find(answer.sequence);
        const bool fits = found != under_way.end() && (!answer.result || answer.result->size() == items[found->second].size());
        if (!fits) return fail(net_errc::malformed_answer, endpoint.text());
        if (answer.result) out[found->second] = Submitted{.receipts = std::move(*answer.result), .repeated = answer.repeated};
        else out[found->second] = std::unexpected(refusal_of(endpoint, std::move(answer.result.error())));
        under_way.erase(found);
        ++answered;
    }
    return out;
}

}  // namespace clients
