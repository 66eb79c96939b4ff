// How a person comes in: invitation, enrolment, safety words, approval (docs/protocol.md, "Joining").
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "clients/core/session/session.hpp"
#include "crypto/safety_words.hpp"
#include "protocol/enrolment.hpp"

namespace clients {

struct InvitationOrder {
    protocol::Handle handle;
    protocol::Role role = protocol::Role::focal_point;
    std::int64_t valid_s = 0;
};
// Officer: an invitation file; its secret is kept in this home for the approval. Call sync() before.
// Errors: role_unsupported, already_exists, consent_required, not_authorised.
std::expected<std::string, Failure> invite(Session& session, const InvitationOrder& order);

// New person: makes all keys on this machine, enrols at the gateway, and returns the words to read out by telephone.
std::expected<crypto::SafetyWords, Failure> join(Session& session, const protocol::InvitationFile& invitation, const Contact& contact);
// Sends an enrolment again whose answer was lost; the same bytes, so that it counts once. The words again, while the approval
// is awaited; nothing when none is.
std::expected<std::optional<crypto::SafetyWords>, Failure> resume_join(Session& session);
// Nothing while the enrolment waits; called by sync(). Failure not_admitted then.
std::expected<void, Failure> check_admission(Session& session);

// Officer: what waits for approval, checked (MAC, signature, invitation) and opened.
struct Candidate {
    protocol::Invitation invitation;
    protocol::Enrolment enrolment;
    Contact contact;
    std::uint64_t second_uses = 0;   // how often the token was tried again: somebody else has the invitation
};
std::expected<Candidate, Failure> candidate(Session& session, const protocol::Handle& handle);
// Compares the words that were typed, then submits one batch: designation, access list if the member has none, the founded
// epoch, and the grants, so that the person reads at once. `until`: end of the designation, if it has one.
std::expected<Sent, Failure> approve(Session& session, const Candidate& candidate, std::string_view typed_words,
                                     std::optional<std::int64_t> until);

}  // namespace clients
