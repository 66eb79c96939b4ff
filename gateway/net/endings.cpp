#include "gateway/net/endings.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <limits>

namespace gateway::net {
namespace {

using Phase = Connections::Phase;
using Clock = std::chrono::steady_clock;

// The first date after `now` at which somebody's designation ends.
std::int64_t next_date(const protocol::NetworkState& state, std::int64_t now) {
    auto next = std::numeric_limits<std::int64_t>::max();
    for (const auto& [handle, person] : state.persons())
        if (person.until && *person.until > now) next = std::min(next, *person.until);
    return next;
}

void end(Connections::Connection& connection) {
    connection.ended_at = Clock::now();
    // An answer under way is left its time; what is still to come from the peer is not waited for.
    if (connection.phase == Phase::idle || connection.phase == Phase::reading) connection.socket->cancel();
}

// Whoever does not take their answer, or does not close.
void cut_off(Connections::Connection& connection) {
    const bool late = connection.ended_at && Clock::now() - *connection.ended_at >= limits::ended_grace;
    // The register decides soon, and its answer has a deadline of its own, as a stream has.
    if (!late || connection.phase == Phase::committing || connection.phase == Phase::streaming) return;
    boost::system::error_code ignored;
    connection.socket->socket().close(ignored);
}

}  // namespace

void Endings::look() {
    asio::post(strand_, [this] { look_now(); });
}

void Endings::look_now() {
    auto state = published_.view()->state;
    const auto now = published_.now();
    if (state != seen_ || now >= next_date_) {
        end_all(state, now);
        next_date_ = next_date(*state, now);
        seen_ = std::move(state);
        last_ended_at_ = Clock::now();
    }
    if (!last_ended_at_) return;
    connections_.for_each(cut_off);
    if (Clock::now() - *last_ended_at_ > 4 * limits::ended_grace) last_ended_at_.reset();
}

void Endings::end_all(const std::shared_ptr<const protocol::NetworkState>& state, std::int64_t now) {
    waiters_.wake_ended();
    connections_.for_each([state, now](Connections::Connection& connection) {
        const bool ended = connection.pin && !state->find_by_pin(*connection.pin, now);
        if (ended && !connection.ended_at) end(connection);
    });
}

}  // namespace gateway::net
