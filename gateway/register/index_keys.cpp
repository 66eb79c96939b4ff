#include "gateway/register/index_keys.hpp"

#include "protocol/kinds.hpp"

namespace gateway {

using store::Field;

store::IndexKey circle_key(const protocol::Circle& circle) {
    return {Field::audience, crypto::to_bytes("circle:" + circle.text())};
}
store::IndexKey device_key(const protocol::KeyId& device) {
    return {Field::audience, crypto::to_bytes("device:" + device.text())};
}
store::IndexKey header_key(const crypto::Digest& header_hash) {
    return {Field::header, {header_hash.begin(), header_hash.end()}};
}
store::IndexKey governing_key() { return {Field::governing, {}}; }

std::vector<store::IndexKey> index_keys(const protocol::Entry& entry) {
    std::vector<store::IndexKey> keys{header_key(entry.header_hash),
                                      {Field::author, crypto::to_bytes(entry.header.author.text())}};
    for (const auto& to : entry.header.audience) {
        const auto* circle = std::get_if<protocol::CircleEpoch>(&to);
        keys.push_back(circle ? circle_key(circle->circle) : device_key(std::get<protocol::KeyId>(to)));
    }
    for (const auto& ref : entry.header.refs) keys.push_back({Field::ref, {ref.begin(), ref.end()}});
    if (protocol::is_governing(entry.header)) keys.push_back(governing_key());
    return keys;
}

}  // namespace gateway
