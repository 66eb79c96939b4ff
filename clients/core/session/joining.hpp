// How a person comes in: invitation, enrolment, safety words, approval (docs/protocol.md, "Joining").
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "clients/core/session/session.hpp"
#include "crypto/safety_words.hpp"
#include "protocol/enrolment.hpp"

namespace clients {

using Pins = std::vector<crypto::tls::SpkiPin>;

struct InvitationOrder {
    protocol::Handle handle;
    protocol::Role role = protocol::Role::focal_point;
    std::int64_t valid_s = 0;
};
// Officer, or a focal point for a focal point, national reader or agent of their own state: an invitation file; its secret is
// kept in this home for the approval. Who will hold no state's circle founds `person:HANDLE` with it. Call sync() before.
// Errors: already_exists, not_authorised, consent_required (of a reader, an expert or an agent while the seat is vacant).
std::expected<std::string, Failure> invite(Session& session, const InvitationOrder& order);

// New person: makes all keys on this machine, enrols at the gateway (or leaves that to a carrier), and returns the words to read
// out by telephone.
std::expected<crypto::SafetyWords, Failure> join(Session& session, const protocol::InvitationFile& invitation,
                                                 const Contact& contact, Reach reach = Reach::gateway);
// Makes the enrolment durable beside the identity, which has been adopted, then sends it or leaves that to a carrier.
std::expected<void, Failure> enrol(Session& session, const protocol::InvitationFile& invitation,
                                   const protocol::Enrolment& enrolment, Reach reach = Reach::gateway);
// Sends an enrolment again whose answer was lost; the same bytes, so that it counts once. The words again, while the approval
// is awaited; nothing when none is.
std::expected<std::optional<crypto::SafetyWords>, Failure> resume_join(Session& session, Reach reach = Reach::gateway);
// The gateway's pins in the invitation that this home joined by; nothing in a home that an earlier version made, or a founder's.
std::optional<Pins> invited_pins(Session& session);
// Nothing while the enrolment waits; called by sync(). Failure not_admitted then.
std::expected<void, Failure> check_admission(Session& session);
// The enrolment for a carrier, as POST /v1/enrolments takes it; nothing when none waits.
std::optional<std::string> waiting_enrolment(Session& session);
// Once the verified register designates this device, the enrolment waits no longer.
void note_admission(Session& session);

// Who invited: what waits for approval, checked (MAC, signature, invitation) and opened.
struct Candidate {
    protocol::Invitation invitation;
    protocol::Enrolment enrolment;
    Contact contact;
    std::uint64_t second_uses = 0;   // how often the token was tried again: somebody else has the invitation
};
std::expected<Candidate, Failure> candidate(Session& session, const protocol::Handle& handle);
struct Approved {
    Sent sent;
    bool proposed = false;   // it counts when its other party has consented
};
// Compares the words that were typed, then submits one batch: designation, access list if the member has none, the founded
// epoch, and the grants, so that the person reads at once. A further person of a state, and after the founding a second officer's
// peer, is a proposal: the designation alone, and the grants come with the consent. `until`: end of the designation, if it has
// one. Errors: words_mismatch, invitation_outdated, those of judge().
std::expected<Approved, Failure> approve(Session& session, const Candidate& candidate, std::string_view typed_words,
                                         std::optional<std::int64_t> until);

}  // namespace clients
