#include "gateway/net/connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/string.hpp>

#include "gateway/net/http_io.hpp"
#include "gateway/net/live_stream.hpp"

namespace gateway::net {
namespace {

namespace beast = boost::beast;
using Clock = std::chrono::steady_clock;
using Phase = Connections::Phase;

// One request and its fate, for the log.
struct Exchange {
    Clock::time_point began = Clock::now();
    std::string method;
    std::string_view route = "-";
    std::string caller = "-";
};

// A request that ended before it was whole: the peer left, or its deadline passed. Nobody is there to be answered.
void log_unfinished(ServerContext& context, const Exchange& exchange) {
    context.log.info("request method={} route={} status=- person={} reason=unfinished",
                     exchange.method.empty() ? "-" : escaped(exchange.method), exchange.route, exchange.caller);
}

void log_request(ServerContext& context, const Exchange& exchange, unsigned status, std::size_t bytes) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - exchange.began).count();
    context.log.info("request method={} route={} status={} person={} bytes={} ms={}", escaped(exchange.method), exchange.route,
                     status, exchange.caller, bytes, ms);
}

// Where the committer leaves its answer. Owners: the coroutine that waits, and the completion that the committer holds.
struct Answer {
    explicit Answer(const asio::any_io_executor& strand) : wake(strand) {}
    asio::steady_timer wake;
    std::optional<Outcome> outcome;
};

// Waits for the register, not for ever: whoever gives up repeats the same bytes.
asio::awaitable<Outcome> commit(ServerContext& context, Connections::Connection& connection, Job job) {
    connection.phase = Phase::committing;
    const auto strand = co_await asio::this_coro::executor;
    const auto answer = std::make_shared<Answer>(strand);
    answer->wake.expires_after(limits::commit_timeout);
    const bool taken = context.committer.submit(std::move(job), [answer, strand](Outcome outcome) {
        asio::post(strand, [answer, outcome = std::move(outcome)]() mutable {
            answer->outcome = std::move(outcome);
            answer->wake.cancel();
        });
    });
    if (!taken) co_return std::unexpected(Refusal{.why = errc::overloaded, .entry = {}});
    beast::error_code cancelled;
    if (!answer->outcome) co_await answer->wake.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    if (!answer->outcome) co_return std::unexpected(Refusal{.why = errc::timeout, .entry = {}});
    co_return std::move(*answer->outcome);
}

// Answers when something is there for the caller, or at the end of their time with what there is.
asio::awaitable<api::Response> await_delivery(ServerContext& context, api::Plan plan, api::Head head, std::chrono::seconds wait) {
    const auto strand = co_await asio::this_coro::executor;
    asio::steady_timer timer(strand, wait);
    const auto place = context.waiters.enter(*plan.caller, strand, [&timer] { timer.cancel(); });
    if (!place) co_return api::problem(errc::overloaded, head.language);
    for (;;) {
        plan.patient = !context.stopping && Clock::now() < timer.expiry();
        auto reply = api::handle(context.services, plan, head, {});
        if (auto* response = std::get_if<api::Response>(&reply)) co_return std::move(*response);
        beast::error_code cancelled;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    }
}

// Answers a request that is read as a whole. A fault ends this answer, not the process.
asio::awaitable<api::Response> respond(ServerContext& context, Connections::Connection& connection, api::Plan plan,
                                       api::Head head, crypto::Bytes body) {
    connection.phase = Phase::answering;
    try {
        auto reply = api::handle(context.services, plan, head, std::move(body));
        if (auto* response = std::get_if<api::Response>(&reply)) co_return std::move(*response);
        if (const auto* nothing = std::get_if<api::NothingYet>(&reply))
            co_return co_await await_delivery(context, std::move(plan), std::move(head), nothing->wait);
        auto& pending = std::get<api::Pending>(reply);
        const auto outcome = co_await commit(context, connection, std::move(pending.job));
        co_return pending.answer(outcome, head.language);
    } catch (const std::exception& fault) {
        context.log.error("fault route={} what={}", plan.route, escaped(fault.what()));
    }
    co_return api::problem(errc::internal, head.language);
}

// Reads on a little after a refusal, so that the answer is not lost to a reset; then says goodbye.
asio::awaitable<void> close_gently(Stream& stream, std::chrono::milliseconds time) {
    beast::error_code error;
    stream.next_layer().expires_after(time);
    std::array<std::uint8_t, 4096> scrap;
    co_await stream.async_shutdown(asio::redirect_error(asio::use_awaitable, error));
    stream.next_layer().socket().shutdown(tcp::socket::shutdown_send, error);
    for (std::size_t read = 0; read < limits::linger_bytes_max;) {
        const auto count = co_await stream.next_layer().async_read_some(asio::buffer(scrap),
                                                                        asio::redirect_error(asio::use_awaitable, error));
        if (error || count == 0) break;
        read += count;
    }
}

// True when the connection can take another request.
asio::awaitable<bool> answer(ServerContext& context, Stream& stream, Connections::Connection& connection, Exchange exchange,
                             api::Response response, SendOptions options) {
    connection.phase = Phase::answering;
    if (connection.ended_at) options.keep_alive = false;
    stream.next_layer().expires_after(connection.ended_at ? limits::ended_grace : context.deadlines.response);
    const auto status = response.status;
    const auto bytes = response.body.size();
    const bool sent = co_await send_response(stream, std::move(response), options);
    log_request(context, exchange, status, bytes);
    co_return sent && options.keep_alive;
}

// A request that was not read to its end, and cannot be: what follows is not known to be a next one. Who was interrupted because
// their designation has ended hears it; a peer that left, or was late, hears nothing.
asio::awaitable<void> answer_unread(ServerContext& context, Stream& stream, Connections::Connection& connection,
                                    Exchange exchange, RequestReader::Result result, api::Language language) {
    std::error_code why = errc::malformed_request;
    if (connection.ended_at) why = errc::not_designated;
    else if (result == RequestReader::Result::too_large) why = protocol::errc::too_large;
    else if (result == RequestReader::Result::closed) {
        log_unfinished(context, exchange);
        co_return;
    }
    co_await answer(context, stream, connection, std::move(exchange), api::problem(why, language), {.keep_alive = false});
}

// A request for a stream.
struct StreamUpgrade {
    api::Plan plan;
    api::Head head;
    std::expected<std::string, std::error_code> key;   // of check_upgrade
};

// Who is at the other end: fixed by the handshake.
struct Peer {
    std::optional<crypto::tls::SpkiPin> pin;
    std::string tls_group;
};

// Turns the connection into a stream, which lasts until it ends; or says why not.
asio::awaitable<void> upgrade(ServerContext& context, Stream& stream, Connections::Connection& connection, Exchange exchange,
                              StreamUpgrade asked) {
    const auto language = asked.head.language;
    const SendOptions options{.keep_alive = false, .body = asked.head.method != "HEAD"};
    const auto refused = [&](std::error_code why) {
        return answer(context, stream, connection, exchange, api::problem(why, language), options);
    };
    if (!asked.key) {
        co_await refused(asked.key.error());
        co_return;
    }
    auto reader = api::start_stream(asked.plan, asked.head);
    if (!reader) {
        co_await refused(reader.error());
        co_return;
    }
    connection.phase = Phase::streaming;
    // Named, not a temporary: g++ 12 destroys an aggregate twice that is made among the arguments of what is awaited.
    StreamRequest request{.reader = std::move(*reader), .target = asked.head.target, .key = *asked.key};
    const bool served = co_await serve_stream(context, stream, std::move(request));
    if (!served) co_await refused(errc::overloaded);
}

asio::awaitable<bool> serve_request(ServerContext& context, Stream& stream, beast::flat_buffer& buffer, const Peer& peer,
                                    Connections::Connection& connection) {
    Exchange exchange;
    RequestReader reader;
    using Result = RequestReader::Result;
    // The deadline is on the whole request: a peer that drips does not move it.
    stream.next_layer().expires_after(context.deadlines.request);
    if (const auto result = co_await reader.read_head(stream, buffer); result != Result::ok) {
        co_await answer_unread(context, stream, connection, std::move(exchange), result, api::Language::en);
        co_return false;
    }
    auto head = reader.head();
    head.pin = peer.pin;
    head.tls_group = peer.tls_group;
    exchange.method = head.method;
    SendOptions options{.keep_alive = reader.keeps_alive() && !context.stopping, .body = head.method != "HEAD"};
    // An unread body cannot be told from a next request: what is refused before it ends the connection.
    const SendOptions options_unread{.keep_alive = options.keep_alive && !reader.has_body(), .body = options.body};

    auto plan = api::plan(context.services, head);
    if (!plan) {
        exchange.route = plan.error().route;
        co_return co_await answer(context, stream, connection, exchange, std::move(plan.error().response), options_unread);
    }
    exchange.route = plan->route;
    if (plan->caller) exchange.caller = plan->caller->person.text();
    if (plan->call == api::Call::stream) {
        auto key = reader.upgrade_key();
        // Nothing may follow the upgrade before its answer (RFC 6455, 4.1).
        if (key && buffer.size() > 0) key = std::unexpected(make_error_code(errc::malformed_request));
        StreamUpgrade asked{.plan = std::move(*plan), .head = std::move(head), .key = std::move(key)};
        co_await upgrade(context, stream, connection, std::move(exchange), std::move(asked));
        co_return false;
    }
    const auto refused = [&](std::error_code why) {
        return answer(context, stream, connection, exchange, api::problem(why, head.language), options_unread);
    };
    if (!reader.set_body_bound(plan->body_bytes_max)) co_return co_await refused(protocol::errc::too_large);
    if (const auto expectation = reader.expectation(); !expectation.empty()) {
        if (!beast::iequals(expectation, "100-continue")) co_return co_await refused(errc::expectation_failed);
        if (reader.has_body() && !co_await send_continue(stream)) co_return false;
    }
    if (const auto result = co_await reader.read_body(stream, buffer); result != Result::ok) {
        co_await answer_unread(context, stream, connection, std::move(exchange), result, head.language);
        co_return false;
    }
    auto response = co_await respond(context, connection, std::move(*plan), std::move(head), reader.take_body());
    co_return co_await answer(context, stream, connection, exchange, std::move(response), options);
}

// The first byte of the next request; bytes that came with the last one count.
asio::awaitable<bool> await_request(ServerContext& context, Stream& stream, beast::flat_buffer& buffer) {
    if (buffer.size() > 0) co_return true;
    stream.next_layer().expires_after(context.deadlines.idle);
    beast::error_code error;
    const auto count = co_await stream.async_read_some(buffer.prepare(limits::read_buffer_bytes),
                                                       asio::redirect_error(asio::use_awaitable, error));
    buffer.commit(count);
    co_return !error;
}

}  // namespace

asio::awaitable<void> serve_connection(tcp::socket socket, ServerContext& context) {
    beast::error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error) co_return;
    auto slot = context.connections.enter(remote.address().to_string(), socket.get_executor());
    if (!slot) {
        context.log.warn("connection refused reason=too-many");
        co_return;
    }
    socket.set_option(tcp::no_delay(true), error);
    Stream stream(beast::tcp_stream(std::move(socket)), context.tls);
    (*slot)->socket = &stream.next_layer();
    stream.next_layer().expires_after(context.deadlines.handshake);
    co_await stream.async_handshake(asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, error));
    if (error) {
        context.log.debug("handshake failed reason={}", escaped(error.message()));
        co_return;
    }
    Peer peer{.pin = {}, .tls_group = negotiated_group(stream)};
    if (const auto certificate = peer_certificate(stream)) {
        const auto view = context.services.published.view();
        auto& published = context.services.published;
        const bool bound = view->state->find_by_pin(certificate->pin, published.now()) != nullptr;
        // Dates tell nothing by a clock that is not believed; the key is what binds.
        const bool in_date = certificate->valid_now || published.clock_fault();
        if (!in_date || !bound) {
            // Not a member, or no longer: not a byte of HTTP is read.
            context.log.info("connection closed reason={}", bound ? "certificate-expired" : "certificate-not-bound");
            co_return;
        }
        peer.pin = certificate->pin;
        (*slot)->pin = certificate->pin;
    }
    beast::flat_buffer buffer(limits::http_header_bytes_max + limits::read_buffer_bytes);
    auto& connection = **slot;
    while (!context.stopping && !connection.ended_at) {
        connection.phase = Phase::idle;
        if (!co_await await_request(context, stream, buffer)) break;
        connection.phase = Phase::reading;
        if (!co_await serve_request(context, stream, buffer, peer, connection)) break;
    }
    co_await close_gently(stream, connection.ended_at ? limits::ended_grace : limits::linger_timeout);
}

}  // namespace gateway::net
