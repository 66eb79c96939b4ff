#include "gateway/net/waiters.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

#include "gateway/policy/delivery.hpp"

namespace gateway::net {

std::optional<Waiters::Place> Waiters::enter(const api::Caller& caller, asio::any_io_executor strand,
                                             std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    const auto theirs = by_person_.find(caller.person);
    if (entries_.size() >= bounds_.total || (theirs != by_person_.end() && theirs->second >= bounds_.per_person))
        return std::nullopt;
    ++by_person_[caller.person];
    const auto id = next_id_++;
    entries_.emplace(id, Entry{.caller = caller, .strand = std::move(strand), .wake = std::move(wake)});
    return Place(*this, id);
}

void Waiters::leave(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(id);
    const auto theirs = by_person_.find(entry->second.caller.person);
    if (--theirs->second == 0) by_person_.erase(theirs);
    entries_.erase(entry);
}

void Waiters::wake(std::uint64_t id) {
    const std::function<void()>* callback = nullptr;
    {
        const std::lock_guard lock(mutex_);
        const auto entry = entries_.find(id);
        if (entry != entries_.end()) callback = &entry->second.wake;
    }
    // Entries leave on their strand only, and this is it.
    if (callback) (*callback)();
}

void Waiters::wake_if(const std::function<bool(const api::Caller&)>& concerned) {
    std::map<crypto::tls::SpkiPin, bool> verdicts;   // one look for all places of a device
    std::vector<std::pair<std::uint64_t, asio::any_io_executor>> woken;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, entry] : entries_) {
            const auto [verdict, is_new] = verdicts.try_emplace(entry.caller.pin, false);
            if (is_new) verdict->second = concerned(entry.caller);
            if (verdict->second) woken.emplace_back(id, entry.strand);
        }
    }
    for (const auto& [found, strand] : woken) asio::post(strand, [this, id = found] { wake(id); });
}

void Waiters::announce(Published news) {
    asio::post(io_, [this, news = std::move(news)] { wake_receivers(news); });
}

void Waiters::wake_receivers(const Published& news) {
    const auto& state = *news.view->state;
    const auto now = published_.now();
    wake_if([&](const api::Caller& caller) {
        const auto* person = api::find_caller(state, caller, now);
        return person && std::ranges::any_of(news.headers, [&](const protocol::Header& header) {
            return policy::share_of(state, *person, header, now) != policy::Share::nothing;
        });
    });
}

void Waiters::wake_ended() {
    const auto view = published_.view();
    const auto now = published_.now();
    wake_if([&](const api::Caller& caller) { return !api::find_caller(*view->state, caller, now); });
}

void Waiters::wake_all() {
    wake_if([](const api::Caller&) { return true; });
}

}  // namespace gateway::net
