#include "gateway/register/stored_precedents.hpp"

#include "gateway/register/decoy.hpp"
#include "gateway/register/index_keys.hpp"

namespace gateway {

std::optional<protocol::Precedent> StoredPrecedents::find(const protocol::EntryId& id) const {
    const auto index = snapshot_.find(id);
    const bool there = index && *index < below_;
    const auto stored = snapshot_.head(there ? *index : decoy_index(id, below_));
    const auto entry = protocol::parse_entry(crypto::as_bytes(stored.head), protocol::Delivered::header_only);
    if (!there || !entry) return std::nullopt;
    return protocol::precedent_of(*entry);
}

bool StoredPrecedents::header_known(const crypto::Digest& hash) const {
    const auto index = snapshot_.posting(header_key(hash), 0);
    return index && *index < below_;
}

}  // namespace gateway
