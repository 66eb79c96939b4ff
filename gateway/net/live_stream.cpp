#include "gateway/net/live_stream.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

#include "gateway/net/websocket.hpp"

namespace gateway::net {
namespace {

using Clock = std::chrono::steady_clock;
using Until = std::optional<Clock::time_point>;   // nothing: no deadline runs

// Three coroutines on the connection's strand share this: one reads submissions, the only writer writes, one watches the
// clock. The object lives in serve_stream's frame, which outlives all three and every completion the committer holds.
class LiveStream {
public:
    LiveStream(ServerContext& context, Stream& stream, api::StreamReader reader, const asio::any_io_executor& strand)
        : context_(context), stream_(stream), reader_(std::move(reader)), strand_(strand), wake_(strand), resume_(strand),
          watch_(strand), websocket_(stream, [this] { heard_at_ = Clock::now(); }) {}

    asio::awaitable<void> run(std::string target, std::string key);
    // Something was appended for the reader, their designation has ended, or the gateway stops.
    void look();

private:
    asio::awaitable<void> read_submissions();
    asio::awaitable<bool> read_message(crypto::Bytes& message);
    void submit(crypto::Bytes message);
    void answer(std::uint64_t sequence, std::size_t bytes, const Outcome& outcome);

    asio::awaitable<void> write_messages();
    asio::awaitable<bool> write_next();
    asio::awaitable<bool> write_answers();
    asio::awaitable<bool> push();
    asio::awaitable<bool> write(crypto::Bytes message);
    asio::awaitable<void> say_goodbye();

    asio::awaitable<void> watch();
    Clock::time_point next_look() const;
    std::chrono::milliseconds ping_period() const { return context_.deadlines.stream_silence / limits::stream_pings_in_silence; }
    void set_deadline(Until& which, std::chrono::milliseconds time);

    bool is_full() const {
        return unanswered_ >= limits::stream_submissions_max || unanswered_bytes_ >= protocol::limits::batch_bytes_max;
    }
    void begin_closing(std::uint16_t code, const char* reason);
    void end_designation();
    void die();
    static asio::awaitable<void> sleep(asio::steady_timer& timer);

    ServerContext& context_;
    Stream& stream_;
    api::StreamReader reader_;
    asio::any_io_executor strand_;

    asio::steady_timer wake_;      // of the writer
    asio::steady_timer resume_;    // of the reader, when it pauses
    asio::steady_timer watch_;     // of the watch
    bool news_ = true;             // something may be there to deliver
    bool ping_due_ = false;
    bool paused_ = false;          // not reading: the peer owes us to take its answers first
    bool dead_ = false;            // the socket is closed
    std::optional<Closing> closing_;   // no more is read or delivered; what is in the register is answered first

    std::vector<crypto::Bytes> answers_;   // at most as many as there are unanswered submissions
    std::size_t unanswered_ = 0;           // submissions whose answer is not written
    std::size_t unanswered_bytes_ = 0;     // of those that the register has not decided
    std::size_t in_register_ = 0;          // completions that the committer holds
    std::uint64_t submitted_ = 0, delivered_ = 0;   // for the log

    Clock::time_point heard_at_ = Clock::now(), pinged_at_ = heard_at_;
    Until read_by_, write_by_;     // end of the present message
    Until end_by_;                 // of the stream, when its designation has ended; counts when the register has nothing of it
    WebSocket websocket_;
};

asio::awaitable<void> LiveStream::sleep(asio::steady_timer& timer) {
    boost::system::error_code cancelled;
    timer.expires_at(Clock::time_point::max());
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}

void LiveStream::begin_closing(std::uint16_t code, const char* reason) {
    if (!closing_) closing_ = Closing{.code = code, .reason = reason};
    wake_.cancel();
    resume_.cancel();
}

// Looked at here too: the writer may be waiting for a peer that does not read.
void LiveStream::look() {
    if (!api::is_designated(context_.services, reader_)) end_designation();
    news_ = true;
    wake_.cancel();
}

// What the register has is answered, what it has not is not: the close frame says why.
void LiveStream::end_designation() {
    begin_closing(1008, "not-designated");
    if (!end_by_) set_deadline(end_by_, limits::ended_grace);
}

// The end of everything that waits for the peer.
void LiveStream::die() {
    dead_ = true;
    boost::system::error_code ignored;
    stream_.next_layer().socket().close(ignored);
    for (auto* timer : {&wake_, &resume_, &watch_}) timer->cancel();
}

void LiveStream::set_deadline(Until& which, std::chrono::milliseconds time) {
    which = Clock::now() + time;
    if (*which < watch_.expiry()) watch_.cancel();   // it looks again, and sleeps until the new one
}

// ---- the reader

asio::awaitable<void> LiveStream::read_submissions() {
    while (!dead_ && !closing_) {
        if (is_full()) {
            paused_ = true;
            co_await sleep(resume_);
            paused_ = false;
            heard_at_ = Clock::now();
            continue;
        }
        crypto::Bytes message;
        const bool whole = co_await read_message(message);
        if (!whole) break;
        if (!closing_) submit(std::move(message));
    }
}

// False: nothing more is to be read.
asio::awaitable<bool> LiveStream::read_message(crypto::Bytes& message) {
    using Read = WebSocket::Read;
    for (std::size_t parts = 1;; ++parts) {
        const auto got = co_await websocket_.read_some(message);
        heard_at_ = Clock::now();
        if (got == Read::closed) {
            die();
            co_return false;
        }
        if (got == Read::message) break;
        if (got == Read::text) {
            begin_closing(1003, "binary messages only");
            co_return false;
        }
        if (parts > limits::stream_fragments_free + message.size() / limits::stream_fragment_bytes_min) {
            begin_closing(1008, "too many fragments");
            co_return false;
        }
        // The deadline is on the whole message: a peer that drips does not move it.
        if (!read_by_) set_deadline(read_by_, context_.deadlines.request);
    }
    read_by_.reset();
    co_return true;
}

void LiveStream::submit(crypto::Bytes message) {
    if (!api::is_designated(context_.services, reader_)) return end_designation();
    auto taken = api::take_submission(reader_, message);
    if (!taken) return begin_closing(1007, "malformed-request");
    const auto sequence = taken->sequence;
    const auto bytes = message.size();
    ++submitted_;
    ++unanswered_;
    unanswered_bytes_ += bytes;
    if (auto* refusal = std::get_if<Refusal>(&taken->job)) return answer(sequence, bytes, std::unexpected(*refusal));
    ++in_register_;
    const bool queued = context_.committer.submit(std::get<Submission>(std::move(taken->job)), [this, sequence,
                                                                                                bytes](Outcome outcome) {
        asio::post(strand_, [this, sequence, bytes, outcome = std::move(outcome)] {
            --in_register_;
            if (end_by_) set_deadline(end_by_, limits::ended_grace);
            answer(sequence, bytes, outcome);
        });
    });
    if (queued) return;
    --in_register_;
    answer(sequence, bytes, std::unexpected(Refusal{.why = errc::overloaded, .entry = {}}));
}

void LiveStream::answer(std::uint64_t sequence, std::size_t bytes, const Outcome& outcome) {
    unanswered_bytes_ -= bytes;
    answers_.push_back(api::answer_message(sequence, outcome, reader_.language));
    wake_.cancel();
}

// ---- the writer

asio::awaitable<void> LiveStream::write_messages() {
    bool goes_on = true;
    while (goes_on && !dead_) goes_on = co_await write_next();
    die();
}

// False: nothing more is to be written.
asio::awaitable<bool> LiveStream::write_next() {
    const bool answered = co_await write_answers();
    if (!answered) co_return false;
    if (context_.stopping) begin_closing(1001, "going-away");
    if (closing_ && unanswered_ == 0) {
        co_await say_goodbye();
        co_return false;
    }
    if (news_ && !closing_) co_return co_await push();
    if (std::exchange(ping_due_, false)) co_return co_await websocket_.ping();
    if (answers_.empty()) co_await sleep(wake_);
    co_return true;
}

// What is there now; what comes meanwhile waits for the deliveries before it.
asio::awaitable<bool> LiveStream::write_answers() {
    auto answers = std::exchange(answers_, {});
    for (auto& message : answers) {
        const bool sent = co_await write(std::move(message));
        if (!sent) co_return false;
        --unanswered_;
        if (paused_ && !is_full()) resume_.cancel();
    }
    co_return true;
}

// A slow reader costs a cursor, not a queue: the page is made when the one before has been taken.
asio::awaitable<bool> LiveStream::push() {
    news_ = false;
    const bool first = delivered_ == 0;
    std::expected<api::StreamDelivery, std::error_code> next;
    try {
        next = api::deliver(context_.services, reader_);
    } catch (const std::exception& fault) {
        context_.log.error("fault route=/v1/stream what={}", escaped(fault.what()));
        begin_closing(1011, "internal");
        co_return true;
    }
    if (!next) {
        end_designation();
        co_return true;
    }
    news_ |= next->more;
    if (next->empty && !first) co_return true;
    ++delivered_;
    co_return co_await write(std::move(next->message));
}

asio::awaitable<bool> LiveStream::write(crypto::Bytes message) {
    set_deadline(write_by_, context_.deadlines.response);
    const bool sent = co_await websocket_.write(std::move(message));
    write_by_.reset();
    co_return sent;
}

asio::awaitable<void> LiveStream::say_goodbye() {
    set_deadline(write_by_, limits::stream_close_timeout);
    co_await websocket_.close(*closing_);
}

// ---- the watch

Clock::time_point LiveStream::next_look() const {
    auto next = pinged_at_ + ping_period();
    if (!paused_) next = std::min(next, heard_at_ + context_.deadlines.stream_silence);
    for (const auto& deadline : {read_by_, write_by_, in_register_ == 0 ? end_by_ : Until{}})
        if (deadline) next = std::min(next, *deadline);
    return next;
}

asio::awaitable<void> LiveStream::watch() {
    boost::system::error_code cancelled;
    while (!dead_) {
        watch_.expires_at(next_look());
        co_await watch_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        const auto now = Clock::now();
        const auto passed = [now](const Until& deadline) { return deadline && now >= *deadline; };
        const bool late = passed(read_by_) || passed(write_by_) || (passed(end_by_) && in_register_ == 0);
        const bool silent = !paused_ && now - heard_at_ >= context_.deadlines.stream_silence;
        if (late || silent) die();
        if (now - pinged_at_ < ping_period()) continue;
        pinged_at_ = now;
        ping_due_ = true;
        wake_.cancel();
    }
}

asio::awaitable<void> LiveStream::run(std::string target, std::string key) {
    using namespace asio::experimental::awaitable_operators;
    const auto began = Clock::now();
    if (!co_await websocket_.accept(target, key)) co_return;
    stream_.next_layer().expires_never();   // the watch has the deadlines from here on
    context_.log.debug("stream opened person={} next={}", reader_.caller.person.text(), reader_.next);
    co_await (read_submissions() && write_messages() && watch());
    while (in_register_ > 0) co_await sleep(wake_);
    const auto s = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - began).count();
    context_.log.info("stream person={} code={} reason=\"{}\" submissions={} deliveries={} s={}", reader_.caller.person.text(),
                      closing_ ? closing_->code : 0, closing_ ? closing_->reason : "the peer's", submitted_, delivered_, s);
}

}  // namespace

asio::awaitable<bool> serve_stream(ServerContext& context, Stream& stream, StreamRequest request) {
    const auto strand = co_await asio::this_coro::executor;
    const auto caller = request.reader.caller;
    LiveStream live(context, stream, std::move(request.reader), strand);
    const auto place = context.waiters.enter(caller, strand, [&live] { live.look(); });
    if (!place) co_return false;
    co_await live.run(std::move(request.target), std::move(request.key));
    co_return true;
}

}  // namespace gateway::net
