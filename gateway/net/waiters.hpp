// Who waits for something to be appended: long-polls and streams. Counted, bounded, and woken when there is something for them.
#pragma once

#include <boost/asio/io_context.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <optional>

#include "gateway/api/router.hpp"
#include "gateway/limits.hpp"
#include "gateway/net/stream.hpp"
#include "gateway/register/committer.hpp"

namespace gateway::net {

struct WaiterBounds {
    std::size_t total = limits::waiters_max;
    std::size_t per_person = limits::waiters_per_person_max;
};

// Thread-safe. Owned by main, outlives the I/O context.
class Waiters {
public:
    Waiters(asio::io_context& io, Register& published, WaiterBounds bounds = {})
        : io_(io), published_(published), bounds_(bounds) {}

    // A place among those who wait, given back when it dies, which must be on the waiter's strand.
    class Place {
    public:
        Place(Place&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), id_(other.id_) {}
        ~Place() { if (owner_) owner_->leave(id_); }

    private:
        friend class Waiters;
        Place(Waiters& owner, std::uint64_t id) : owner_(&owner), id_(id) {}
        Waiters* owner_;
        std::uint64_t id_;
    };

    // Nothing when all places, or all of that caller's person, are taken. `wake` is called on `strand`, any number of times,
    // for as long as the place is held; take the place before looking whether there is something, and nothing is missed.
    std::optional<Place> enter(const api::Caller& caller, asio::any_io_executor strand, std::function<void()> wake);

    // Wakes those to whom something of it is delivered; nobody else pays more than a look at the addressees. Returns at once: the
    // looking is done on the I/O context, not on the committer's thread.
    void announce(Published news);
    // Wakes those whose designation, or their device's, has ended.
    void wake_ended();
    void wake_all();

private:
    struct Entry {
        api::Caller caller;
        asio::any_io_executor strand;
        std::function<void()> wake;   // called on the strand, where the entry is removed too
    };
    void leave(std::uint64_t id);
    void wake_if(const std::function<bool(const api::Caller&)>& concerned);
    void wake(std::uint64_t id);
    void wake_receivers(const Published& news);

    asio::io_context& io_;
    Register& published_;
    const WaiterBounds bounds_;
    std::mutex mutex_;
    std::map<std::uint64_t, Entry> entries_;            // guarded by mutex_; entries do not move
    std::map<protocol::Handle, std::size_t> by_person_; // guarded by mutex_
    std::uint64_t next_id_ = 0;                         // guarded by mutex_
};

}  // namespace gateway::net
