// Who may make which claim, and when: one file for each subject. The signature has been checked; consents are asked for elsewhere
// (protocol/consents.hpp). For judge.cpp alone.
#pragma once

#include <system_error>

#include "protocol/network_state.hpp"

namespace protocol::authority {

// Everything the rules of a claim look at.
struct Act {
    const NetworkState& state;
    const Position& at;
    const Source& source;
    const Person& author;                    // active

    bool by_officer() const { return author.role == Role::officer; }
    // Of the member's own officers or focal points?
    bool by_seat_of(const Member& member) const { return author.seated() && author.handle.member() == member; }
    // Does an officer remain at `time`, when these go?
    bool officer_remains(const std::vector<Handle>& gone, std::int64_t time) const;
};

std::error_code judge(const Act& act, const Claim& claim);

std::error_code judge(const Act& act, const GenesisClaim& claim);
std::error_code judge(const Act& act, const MemberClaim& claim);
std::error_code judge(const Act& act, const DesignationClaim& claim);
std::error_code judge(const Act& act, const CircleClaim& claim);
std::error_code judge(const Act& act, const RotationClaim& claim);
std::error_code judge(const Act& act, const GrantClaim& claim);
std::error_code judge(const Act& act, const AccessClaim& claim);
std::error_code judge(const Act& act, const SettingsClaim& claim);
std::error_code judge(const Act& act, const DeviceClaim& claim);
std::error_code judge(const Act& act, const RevocationClaim& claim);
std::error_code judge(const Act& act, const ConsentClaim& claim);
std::error_code judge(const Act& act, const ComplaintClaim& claim);
std::error_code judge(const Act& act, const RecoveryClaim& claim);
std::error_code judge(const Act& act, const HandoverClaim& claim);
std::error_code judge(const Act& act, const GatewayClaim& claim);
std::error_code judge(const Act& act, const RetentionClaim& claim);

// Could each party that must still agree be found? Errors: consent_required.
std::error_code check_parties(const Act& act, const std::vector<Party>& parties);

// The circles of an audience, in order; devices are left out.
std::vector<Circle> circles_in(const std::vector<Audience>& audience);

}  // namespace protocol::authority
