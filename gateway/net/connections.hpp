// Every open connection: counted, bounded, and reachable from outside its coroutine.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "crypto/tls_identity.hpp"
#include "gateway/limits.hpp"
#include "gateway/net/stream.hpp"

namespace gateway::net {

struct ConnectionBounds {
    std::size_t total = limits::connections_max;
    std::size_t per_address = limits::connections_per_address_max;
};

// Thread-safe. A connection's own fields are touched on its strand only.
class Connections {
public:
    explicit Connections(ConnectionBounds bounds) : bounds_(bounds) {}

    // What it is at, which decides how it is ended from outside.
    enum class Phase {
        idle,        // no request yet, or the goodbye: nothing is lost
        reading,     // a request that is not whole yet
        committing,  // the register has what was sent: its answer is waited for
        answering,   // a response is made or sent
        streaming,   // told through Waiters, and ends itself in order
    };
    struct Connection {
        boost::beast::tcp_stream* socket = nullptr;   // lives in the connection's coroutine frame
        std::optional<crypto::tls::SpkiPin> pin;      // of a bound certificate
        Phase phase = Phase::idle;
        // Since when its device is no longer designated: it takes no further request.
        std::optional<std::chrono::steady_clock::time_point> ended_at;
    };

    // A place for one connection, given back when it dies, which must be on the connection's strand.
    class Slot {
    public:
        Slot(Slot&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), id_(other.id_), at_(other.at_) {}
        ~Slot() { if (owner_) owner_->leave(id_); }
        Connection& operator*() const { return *at_; }
        Connection* operator->() const { return at_; }

    private:
        friend class Connections;
        Slot(Connections& owner, std::uint64_t id, Connection& at) : owner_(&owner), id_(id), at_(&at) {}
        Connections* owner_;
        std::uint64_t id_;
        Connection* at_;
    };

    // Nothing when all places, or all of that address, are taken.
    std::optional<Slot> enter(const std::string& address, asio::any_io_executor strand);

    // Calls `visit` for each connection, on its own strand, some time later.
    void for_each(const std::function<void(Connection&)>& visit);
    std::size_t count() const;

private:
    struct Entry {
        std::string address;
        asio::any_io_executor strand;
        Connection connection;
    };
    void leave(std::uint64_t id);
    Connection* find(std::uint64_t id);

    const ConnectionBounds bounds_;
    mutable std::mutex mutex_;
    std::map<std::uint64_t, Entry> entries_;            // guarded by mutex_; entries do not move
    std::map<std::string, std::size_t> per_address_;    // guarded by mutex_
    std::uint64_t next_id_ = 0;                         // guarded by mutex_
};

}  // namespace gateway::net
