// The register itself is what earlier entries are looked up in: by id and by blind index, never by scanning.
#pragma once

#include "gateway/store/store.hpp"
#include "protocol/judge.hpp"

namespace gateway {

// The entries with an index below `below`. The snapshot must outlive it.
class StoredPrecedents final : public protocol::Precedents {
public:
    StoredPrecedents(const store::Snapshot& snapshot, std::uint64_t below) : snapshot_(snapshot), below_(below) {}

    std::optional<protocol::Precedent> find(const protocol::EntryId& id) const override;
    bool header_known(const crypto::Digest& hash) const override;

private:
    const store::Snapshot& snapshot_;
    std::uint64_t below_;
};

}  // namespace gateway
