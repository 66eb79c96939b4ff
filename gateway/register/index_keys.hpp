// What the register finds entries by: written by the append, read by delivery.
#pragma once

#include "gateway/store/store.hpp"
#include "protocol/entry.hpp"

namespace gateway {

store::IndexKey circle_key(const protocol::Circle& circle);
store::IndexKey device_key(const protocol::KeyId& device);
store::IndexKey header_key(const crypto::Digest& header_hash);
store::IndexKey governing_key();

// All keys of an entry, each once.
std::vector<store::IndexKey> index_keys(const protocol::Entry& entry);

}  // namespace gateway
