// Who may invite whom, and who is shown what came of it.
#pragma once

#include "protocol/invitation.hpp"
#include "protocol/network_state.hpp"

namespace gateway::policy {

// Requires that `inviter` is designated now and signed the invitation with a device of theirs. Officers invite to their own
// member and to states; focal points further persons of their own state; everybody a further device of their own. Whether the
// designation or the device is valid is decided when it is appended.
bool may_invite(const protocol::Person& inviter, const protocol::Invitation& invitation);

// An enrolment of a person is shown to its inviter and to officers; that of a device to its person alone.
bool may_see_enrolment(const protocol::Person& reader, const protocol::Invitation& invitation);

}  // namespace gateway::policy
