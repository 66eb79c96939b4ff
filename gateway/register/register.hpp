// The register: what is committed, as readers use it, and its signature.
#pragma once

#include <atomic>
#include <mutex>

#include "gateway/register/clock_guard.hpp"
#include "gateway/register/identity.hpp"
#include "gateway/register/jobs.hpp"
#include "gateway/register/view.hpp"

namespace gateway {

class Register {
public:
    // Rebuilds the view from the store: governing entries are replayed, the tree's edge is looked up, the last checkpoint tells
    // the rest; nothing of the size of the register is read. Throws StoreFailed when store, checkpoint and log key do not fit.
    Register(store::Store& store, const Identity& identity, Clock clock);

    // Thread-safe. Owners: the register until the next publish, and each reader while it answers.
    std::shared_ptr<const View> view() const { return view_.load(); }

    // The present view with a checkpoint of it whose time is fresh. Thread-safe. Requires that the network is founded.
    struct Fresh {
        std::shared_ptr<const View> view;
        std::string note;
    };
    Fresh fresh();

    // The time of the next checkpoint: the clock's, but never before anything signed. Who is designated is judged by it. When the
    // clock cannot be believed, the guard's. Thread-safe.
    std::int64_t now();
    // The time of the next leaf, which is now(); errc::clock while the clock is not to be believed. Thread-safe.
    LeafTime leaf_time();
    std::optional<ClockFault> clock_fault();   // thread-safe
    // The operator confirms the clock as it stands. False: there was nothing to confirm. Thread-safe.
    bool accept_clock();
    const Identity& identity() const noexcept { return identity_; }

    // For the committer, after its commit.
    void publish(View view, std::string note, std::int64_t signed_at);
    // Signs a checkpoint of `head`. It must not leave the process before `head` is durable.
    std::string sign_checkpoint(const protocol::RegisterHead& head, const protocol::NetworkId& network, std::int64_t now) const;

private:
    std::int64_t now_locked();

    const Identity& identity_;
    Clock clock_;
    std::atomic<std::shared_ptr<const View>> view_;

    std::mutex mutex_;
    std::optional<ClockGuard> guard_;  // made when the newest time is known; guarded by mutex_
    std::string note_;             // newest signed for the present view; guarded by mutex_
    std::int64_t signed_at_ = 0;   // its time; guarded by mutex_
};

}  // namespace gateway
