// Deliveries as they are appended: pushed over the stream, or by long-poll where something on the way refuses its upgrade.
#pragma once

#include "clients/core/session/session.hpp"

namespace clients {

// A page, and the first index that it speaks of.
struct Pushed {
    std::uint64_t from = 0;
    protocol::wire::Page page;
};

// One connection's worth: after a Failure, sync, and begin with a new one. The session must outlive it.
class Feed {
public:
    // Connects from where the session's view stands.
    static std::expected<Feed, Failure> open(Session& session);
    // By long-poll whether or not a stream could be had.
    static Feed polling(Session& session) { return Feed(session, std::nullopt); }

    // The next page, not yet verified (Session::take does); nothing when `wait` has passed.
    std::expected<std::optional<Pushed>, Failure> next(std::chrono::seconds wait);
    bool polls() const noexcept { return !stream_; }

private:
    Feed(Session& session, std::optional<GatewayStream> stream);
    std::expected<std::optional<Pushed>, Failure> next_pushed(std::chrono::seconds wait);
    std::expected<std::optional<Pushed>, Failure> poll(std::chrono::seconds wait);
    Pushed taken(protocol::wire::Page page);

    Session* session_;
    std::optional<GatewayStream> stream_;   // nothing: long-poll
    std::uint64_t next_;                    // first index not yet spoken of
};

}  // namespace clients
