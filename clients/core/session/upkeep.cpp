#include "clients/core/session/upkeep.hpp"

#include <algorithm>

namespace clients {

using namespace protocol;

namespace {

// Stale circles whose current secret is here: who does not hold it could not hand the past on.
std::vector<Circle> curable(const Session& session) {
    std::vector<Circle> out;
    for (const Circle& circle : session.stale_circles())
        if (session.keyring().find({circle, session.state().find_circle(circle)->current()})) out.push_back(circle);
    // A stale member circle would be left out of the epoch of what it belongs to: it goes first.
    std::ranges::sort(out, {}, [](const Circle& circle) { return std::pair(!circle.member().has_value(), circle.text()); });
    return out;
}

bool came_second(const Failure& failure) {
    return failure.code == errc::epoch_out_of_order || failure.code == errc::rotation_not_due;
}

}  // namespace

std::expected<std::vector<Circle>, Failure> rotate_stale_circles(Session& session) {
    std::vector<Circle> rotated;
    for (auto waiting = curable(session); !waiting.empty(); waiting = curable(session)) {
        const Circle circle = waiting.front();
        auto composer = session.compose();
        if (!composer) return std::unexpected(composer.error());
        Keyring made;
        if (const auto error = composer->add_rotation(circle, made))
            return std::unexpected(Failure{.code = error, .problem = {}, .detail = circle.text()});
        const auto sent = session.send(*composer, nullptr, std::move(made));
        if (!sent && !came_second(sent.error())) return std::unexpected(sent.error());
        if (sent) rotated.push_back(circle);
        if (const auto synced = session.sync(); !synced) return std::unexpected(synced.error());
    }
    return rotated;
}

}  // namespace clients
