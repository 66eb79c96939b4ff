#include "gateway/policy/delivery.hpp"

#include <algorithm>

#include "gateway/register/index_keys.hpp"
#include "gateway/store/sqlite.hpp"
#include "protocol/kinds.hpp"

namespace gateway::policy {
namespace {

// What is sealed to a device is its person's, also when another device has taken its place. What is sealed to a state's recovery
// sheet is for whoever may use that: the state's focal points.
bool is_for(const protocol::NetworkState& state, const protocol::Person& reader, const protocol::KeyId& key) {
    if (const auto* owner = state.owner_of(key)) return *owner == reader.handle;
    const auto* recovery = state.find_recovery(key);
    return recovery && recovery->member == reader.handle.member() && reader.role == protocol::Role::focal_point;
}

}  // namespace

Share share_of(const protocol::NetworkState& state, const protocol::Person& reader, const protocol::Header& header,
               std::int64_t time) {
    const bool whole = std::ranges::any_of(header.audience, [&](const protocol::Audience& to) {
        if (const auto* key = std::get_if<protocol::KeyId>(&to)) return is_for(state, reader, *key);
        const auto& circle = std::get<protocol::CircleEpoch>(to).circle;
        return state.belongs(reader, circle, time) && state.may_read(reader, circle);
    });
    if (whole) return Share::whole;
    return protocol::is_governing(header) ? Share::header_only : Share::nothing;
}

std::vector<store::IndexKey> streams_of(const protocol::NetworkState& state, const protocol::Person& reader, std::int64_t time) {
    // What is sealed to single keys governs, so it is among these.
    std::vector<store::IndexKey> out{governing_key()};
    for (const auto& [circle, epochs] : state.circles())
        if (state.belongs(reader, circle, time) && state.may_read(reader, circle)) out.push_back(circle_key(circle));
    return out;
}

std::optional<Shared> shared_head(const store::Snapshot& snapshot, const protocol::NetworkState& state,
                                  const protocol::Person& reader, std::uint64_t index, std::int64_t time) {
    Shared out{.stored = snapshot.head(index), .share = Share::nothing, .entry = {}};
    const auto entry = protocol::parse_entry(crypto::as_bytes(out.stored.head), protocol::Delivered::header_only);
    if (!entry) throw store::StoreFailed("a stored entry does not parse");
    out.share = share_of(state, reader, entry->header, time);
    if (out.share == Share::nothing) return std::nullopt;
    out.entry = crypto::to_bytes(out.stored.head);
    // A governing entry without a body has nothing to leave out.
    if (!entry->header.body) out.share = Share::whole;
    else out.body_follows = out.share == Share::whole;
    return out;
}

void add_body(const store::Snapshot& snapshot, Shared& shared) {
    if (!shared.body_follows) return;
    crypto::append(shared.entry, snapshot.body(shared.stored.index));
    shared.body_follows = false;
}

std::optional<Shared> shared_entry(const store::Snapshot& snapshot, const protocol::NetworkState& state,
                                   const protocol::Person& reader, std::uint64_t index, std::int64_t time) {
    auto out = shared_head(snapshot, state, reader, index, time);
    if (out) add_body(snapshot, *out);
    return out;
}

Cursor::Cursor(const store::Snapshot& snapshot, std::vector<store::IndexKey> streams, std::uint64_t from) : snapshot_(snapshot) {
    for (auto& key : streams) {
        const auto running = snapshot.postings_below(key, from);
        const auto index = snapshot.posting(key, running);
        streams_.push_back({.key = std::move(key), .running = running, .index = index});
    }
}

std::optional<std::uint64_t> Cursor::next() {
    std::optional<std::uint64_t> least;
    for (const Stream& stream : streams_)
        if (stream.index && (!least || *stream.index < *least)) least = stream.index;
    for (Stream& stream : streams_)
        if (stream.index && stream.index == least) stream.index = snapshot_.posting(stream.key, ++stream.running);
    return least;
}

}  // namespace gateway::policy
