#include "tests/bench/watchers.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "clients/core/session/feed.hpp"
#include "clients/core/session/upkeep.hpp"
#include "tests/integration/clients/running_network.hpp"

namespace bench {

using namespace clients;
using clients::test::must;

namespace {

constexpr std::chrono::seconds look_period{50};

// Everything that is this client's to do now; how long it leaves the rest to others.
std::chrono::seconds do_chores(Session& session) {
    if (chores(session).empty()) return look_period;
    const auto upkeep = must(tend(session));
    if (!upkeep.failed.empty()) throw std::runtime_error("upkeep: " + upkeep.failed.front().why.code.message());
    if (!upkeep.next_turn) return look_period;
    return std::clamp(std::chrono::seconds(*upkeep.next_turn - register_now(session)), std::chrono::seconds(1), look_period);
}

}  // namespace

Watchers::Watchers(const std::vector<Session*>& sessions) {
    if (::pipe(stop_) != 0) throw std::runtime_error("no pipe");
    for (Session* session : sessions) watchers_.push_back({.session = session});
    for (Watcher& watcher : watchers_) watcher.thread = std::thread([this, &watcher] { follow(watcher); });
}

Watchers::~Watchers() {
    ::close(stop_[1]);
    for (Watcher& watcher : watchers_)
        if (watcher.thread.joinable()) watcher.thread.join();
    ::close(stop_[0]);
}

void Watchers::stop() {
    if (::write(stop_[1], "x", 1) != 1) throw std::runtime_error("the pipe is gone");
    for (Watcher& watcher : watchers_) watcher.thread.join();
    for (const Watcher& watcher : watchers_)
        if (watcher.ended) std::rethrow_exception(watcher.ended);
}

bool Watchers::stopped() const {
    pollfd waiting{.fd = stop_[0], .events = POLLIN, .revents = 0};
    return ::poll(&waiting, 1, 0) > 0;
}

void Watchers::follow(Watcher& watcher) {
    Session& session = *watcher.session;
    try {
        session.set_stop(stop_[0]);
        must(session.sync());
        auto feed = must(Feed::open(session));
        auto patience = do_chores(session);
        while (!stopped()) {
            auto pushed = must(feed.next(patience));
            if (pushed) must(session.take(std::move(pushed->page), pushed->from));
            patience = do_chores(session);
        }
    } catch (...) {
        if (!stopped()) watcher.ended = std::current_exception();
    }
    session.set_stop(-1);
}

}  // namespace bench
