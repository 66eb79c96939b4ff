#include "gateway/policy/enrolments.hpp"

namespace gateway::policy {
namespace {

using protocol::Role;

bool officer_may_invite(const protocol::Invitation& invitation) {
    const bool to_dmr = invitation.handle.member().is_dmr();
    switch (invitation.role) {
        case Role::officer: return to_dmr;
        case Role::expert: return true;
        case Role::focal_point:
        case Role::national_reader:
        case Role::agent: return !to_dmr;
    }
    return false;
}

bool focal_point_may_invite(const protocol::Person& inviter, const protocol::Invitation& invitation) {
    if (invitation.handle.member() != inviter.handle.member()) return false;
    switch (invitation.role) {
        case Role::focal_point: return invitation.founds_epoch == 0;  // the inviter holds the state's circle: nobody founds it
        case Role::national_reader:
        case Role::agent: return true;
        case Role::officer:
        case Role::expert: return false;
    }
    return false;
}

}  // namespace

bool may_invite(const protocol::Person& inviter, const protocol::Invitation& invitation) {
    if (invitation.purpose == protocol::Purpose::device)
        return invitation.handle == inviter.handle && invitation.role == inviter.role;
    if (inviter.role == Role::officer) return officer_may_invite(invitation);
    return inviter.role == Role::focal_point && focal_point_may_invite(inviter, invitation);
}

bool may_see_enrolment(const protocol::Person& reader, const protocol::Invitation& invitation) {
    if (invitation.purpose == protocol::Purpose::device) return reader.handle == invitation.handle;
    return reader.role == Role::officer || reader.handle == invitation.inviter;
}

}  // namespace gateway::policy
