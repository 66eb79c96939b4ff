// Further devices of one person: invitation on the old one, enrolment on the new one, approval on the old one.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "clients/core/session/session.hpp"
#include "protocol/enrolment.hpp"

namespace clients {

// Old device: the code that the new one joins with, a secret for `valid_s` seconds. Kept in this home until the device is
// approved; a later code takes its place. Call sync() before. Errors: not_authorised, too_large (enough devices).
std::expected<std::string, Failure> invite_device(Session& session, std::int64_t valid_s);
// The code that waits for its device, and has not expired.
std::optional<protocol::InvitationFile> awaited_device(Session& session);

// New device: makes its keys in this empty home and enrols. Errors: invitation_expired, and the gateway's.
std::expected<void, Failure> join_device(Session& session, const protocol::InvitationFile& file);

// Old device: what came with that code, its MAC and signatures checked. Only asks the gateway. Errors: no_enrolment, as long as
// the new device has not; enrolment_invalid: the gateway, or somebody with the code, has put another in its place.
struct DeviceCandidate {
    protocol::Enrolment enrolment;
    protocol::KeyId key;
    std::uint64_t second_uses = 0;   // somebody else has the code
};
std::expected<DeviceCandidate, Failure> device_candidate(Session& session, const protocol::InvitationFile& file);
// One batch: the device, and all epochs of the person's circle, so that it reads at once. Call sync() before. Errors: those of
// judge().
std::expected<Sent, Failure> approve_device(Session& session, const DeviceCandidate& candidate);

struct DeviceRow {
    protocol::KeyId key;
    std::optional<protocol::KeyId> admitted_by;   // none: the first, or by a recovery sheet
    std::int64_t since = 0;                       // leaf time
    bool mine = false;                            // this one
};
// The devices in force of a person, in the order in which they came.
std::vector<DeviceRow> device_rows(Session& session, const protocol::Handle& handle);

}  // namespace clients
