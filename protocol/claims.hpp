// The claims of governing entries: what the gateway may read, never a person's name or address (docs/protocol.md, "Claims").
#pragma once

#include <expected>
#include <variant>

#include "protocol/claims/circles.hpp"
#include "protocol/claims/network.hpp"
#include "protocol/claims/people.hpp"
#include "protocol/header.hpp"
#include "protocol/kinds.hpp"

namespace protocol {

using Claim = std::variant<GenesisClaim, MemberClaim, DesignationClaim, CircleClaim, RotationClaim, GrantClaim, AccessClaim,
                           SettingsClaim, DeviceClaim, RevocationClaim, ConsentClaim, ComplaintClaim, RecoveryClaim,
                           HandoverClaim, GatewayClaim, RetentionClaim>;

// The claim of a governing header. Errors: malformed_claim, unknown_kind.
std::expected<Claim, std::error_code> parse_claim(const Header& header);
Json claim_json(const Claim& claim);
// The kind of entry that carries it.
Kind kind_of(const Claim& claim) noexcept;

}  // namespace protocol
