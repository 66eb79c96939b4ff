#include "clients/core/session/claims_walk.hpp"

#include "protocol/register_chain.hpp"

namespace clients {

using namespace protocol;

void each_claim(Session& session, const ClaimVisit& visit) {
    for (const std::uint64_t index : session.view().governing) {
        const auto stored = session.store().entry_at(index);
        if (!stored) continue;
        const auto entry = parse_entry(stored->entry, stored->delivered);
        const auto leaf = parse_leaf(stored->leaf);
        const auto claim = entry ? parse_claim(entry->header) : std::unexpected(entry.error());
        if (claim && leaf && !visit(entry->header, *claim, leaf->time)) return;
    }
}

const DeviceKeys* keys_in(const Claim& claim) {
    if (const auto* genesis = std::get_if<GenesisClaim>(&claim)) return &genesis->keys;
    if (const auto* designation = std::get_if<DesignationClaim>(&claim)) return &designation->keys;
    if (const auto* device = std::get_if<DeviceClaim>(&claim)) return &device->keys;
    const auto* recovery = std::get_if<RecoveryClaim>(&claim);
    const auto* use = recovery ? std::get_if<RecoveryUse>(&recovery->action) : nullptr;
    return use && use->keys ? &*use->keys : nullptr;
}

}  // namespace clients
