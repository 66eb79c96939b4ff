#include "tests/unit/protocol/memory_network.hpp"

#include <stdexcept>

namespace protocol::test {

MemoryNetwork::MemoryNetwork(const std::vector<std::string>& states, const std::vector<std::string>& admitted)
    : Network(log(), crypto::random_array<32>(), states, 1'800'000'000) {
    take(founding());
    for (const auto& handle : admitted) admit(handle);
}

CircleEpoch MemoryNetwork::current(const std::string& name) const {
    const Circle circle = *Circle::parse(name);
    const CircleState* known = state().find_circle(circle);
    return {circle, known ? known->current() : 0};
}

Entry MemoryNetwork::grant(const Device& author, const std::string& name, std::vector<std::uint64_t> epochs, const Audience& to) {
    return governing(author, GrantClaim{.circle = *Circle::parse(name), .epochs = std::move(epochs)}, {to});
}

Entry MemoryNetwork::designation(const Device& author, const Device& person, Role role, std::optional<std::int64_t> until) {
    const DesignationClaim claim{
        .handle = person.handle, .role = role, .keys = person.keys(), .from = {}, .until = until, .replaces = {}};
    return governing(author, claim, {current("network")});
}

std::error_code MemoryNetwork::judge_now(const Entry& entry) const {
    const auto bytes = entry_bytes(entry);  // as it would arrive
    const auto arrived = parse_entry(bytes);
    if (!arrived) return arrived.error();
    return judge(state(), *this, *arrived, {.index = size(), .time = now()});
}

std::error_code MemoryNetwork::append(const Entry& entry) {
    if (const auto error = judge_now(entry)) return error;
    accept({entry});
    entries_.emplace(entry.id, precedent_of(entry));
    headers_.insert(entry.header_hash);
    return {};
}

void MemoryNetwork::take(const std::vector<Entry>& batch) {
    for (const Entry& entry : batch)
        if (const auto error = append(entry)) throw std::runtime_error(entry.header.kind + ": " + error.message());
}

void MemoryNetwork::admit(const std::string& handle, std::optional<std::int64_t> until) { take(admission(handle, until)); }

std::optional<Precedent> MemoryNetwork::find(const EntryId& id) const {
    const auto found = entries_.find(id);
    if (found == entries_.end()) return std::nullopt;
    return found->second;
}

}  // namespace protocol::test
