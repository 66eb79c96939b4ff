// The claims of all valid governing entries again, in register order: for what the state does not keep.
#pragma once

#include <functional>

#include "clients/core/session/session.hpp"

namespace clients {

// `time`: of the leaf. Ends when `visit` returns false. Costs a read of each governing entry.
using ClaimVisit = std::function<bool(const protocol::Header& header, const protocol::Claim& claim, std::int64_t time)>;
void each_claim(Session& session, const ClaimVisit& visit);

// The device's keys that a claim brings into the register; null when it brings none.
const protocol::DeviceKeys* keys_in(const protocol::Claim& claim);

}  // namespace clients
