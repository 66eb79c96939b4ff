#include "gateway/net/connections.hpp"

#include <boost/asio/post.hpp>

namespace gateway::net {

std::optional<Connections::Slot> Connections::enter(const std::string& address, asio::any_io_executor strand) {
    const std::lock_guard lock(mutex_);
    auto& from_there = per_address_[address];
    if (entries_.size() >= bounds_.total || from_there >= bounds_.per_address) {
        if (from_there == 0) per_address_.erase(address);
        return std::nullopt;
    }
    ++from_there;
    const auto id = next_id_++;
    auto& entry = entries_.emplace(id, Entry{.address = address, .strand = std::move(strand), .connection = {}}).first->second;
    return Slot(*this, id, entry.connection);
}

void Connections::leave(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(id);
    if (entry == entries_.end()) return;
    const auto from_there = per_address_.find(entry->second.address);
    if (--from_there->second == 0) per_address_.erase(from_there);
    entries_.erase(entry);
}

Connections::Connection* Connections::find(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(id);
    return entry == entries_.end() ? nullptr : &entry->second.connection;
}

void Connections::for_each(const std::function<void(Connection&)>& visit) {
    std::vector<std::pair<std::uint64_t, asio::any_io_executor>> all;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, entry] : entries_) all.emplace_back(id, entry.strand);
    }
    // A connection leaves on its strand only: one that is found there stays until the visit is over.
    for (const auto& [found, strand] : all)
        asio::post(strand, [this, id = found, visit] {
            if (auto* connection = find(id)) visit(*connection);
        });
}

std::size_t Connections::count() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

}  // namespace gateway::net
