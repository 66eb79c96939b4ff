// Proposals: what waits for consents, and giving one (docs/protocol.md, "Consents").
#pragma once

#include <optional>
#include <vector>

#include "clients/core/session/contact.hpp"
#include "clients/core/session/session.hpp"

namespace clients {

struct WaitingProposal {
    protocol::EntryId id{};
    protocol::Proposal proposal;
    bool mine = false;                 // this person is a party that it waits for
    bool compares_words = false;       // mine, and lets somebody with new keys into what this person's own member may read
    std::optional<Contact> contact;    // of the person to be designated, as far as it could be opened
};
// Not lapsed, in register order.
std::vector<WaitingProposal> waiting_proposals(Session& session);
// By `#INDEX` or the first digits of its id. Errors: no_proposal, ambiguous_reference and unknown_reference.
std::expected<WaitingProposal, Failure> find_proposal(Session& session, std::string_view reference);

// One batch: the consent and, for a person who comes in with it, every grant that this device can make, so that they read at
// once. `typed_words`: where compares_words, those that the person reads out; else a secretariat, or a thief of its keys, could
// put keys of its own behind a known name. Call sync() before. Errors: nothing_to_consent, words_mismatch and those of judge(),
// the proposal's own included.
std::expected<Sent, Failure> consent(Session& session, const WaitingProposal& waiting, std::string_view typed_words = {});

}  // namespace clients
