#include "clients/core/session/feed.hpp"

namespace clients {

using namespace protocol;

Feed::Feed(Session& session, std::optional<GatewayStream> stream)
    : session_(&session), stream_(std::move(stream)), next_(session.view().next) {}

std::expected<Feed, Failure> Feed::open(Session& session) {
    auto stream = session.open_stream();
    if (stream) return Feed(session, std::move(*stream));
    if (stream.error().code == net_errc::upgrade_refused) return polling(session);
    return std::unexpected(stream.error());
}

Pushed Feed::taken(wire::Page page) { return {.from = std::exchange(next_, page.next), .page = std::move(page)}; }

std::expected<std::optional<Pushed>, Failure> Feed::next(std::chrono::seconds wait) {
    return stream_ ? next_pushed(wait) : poll(wait);
}

std::expected<std::optional<Pushed>, Failure> Feed::next_pushed(std::chrono::seconds wait) {
    auto message = stream_->next(wait);
    if (!message) return std::unexpected(message.error());
    if (!*message) return std::optional<Pushed>{};
    auto* page = std::get_if<wire::Page>(&**message);
    if (!page)
        return fail(net_errc::malformed_answer, "an answer to nothing");
    return std::optional(taken(std::move(*page)));
}

std::expected<std::optional<Pushed>, Failure> Feed::poll(std::chrono::seconds wait) {
    auto client = session_->gateway();
    if (!client) return std::unexpected(client.error());
    auto page = (*client)->entries(next_ == 0 ? std::nullopt : std::optional(next_ - 1), wait);
    if (!page) return std::unexpected(page.error());
    return std::optional(taken(std::move(*page)));
}

}  // namespace clients
