// The safety words of a person's keys as the register has them: for who compares them without the invitation.
#pragma once

#include <optional>
#include <string_view>

#include "clients/core/session/joining.hpp"
#include "crypto/safety_words.hpp"

namespace clients {

// The keys with which somebody enrolled, and who signed for them. The inviter's key is that of the device that signed the
// designation, which `nfp approve` sees to.
struct EnrolledKeys {
    protocol::DesignationClaim designation;
    protocol::Handle inviter;
    crypto::VerifyKey inviter_key;
};

// Those with which a person first came, whatever designation is in force by now; none for who came with genesis.
std::optional<EnrolledKeys> first_keys(Session& session, const protocol::Handle& handle);
// Does it name keys that this person does not have already?
bool brings_new_keys(const protocol::NetworkState& state, const protocol::DesignationClaim& designation);
// Those that a proposal would bring in; none when it designates nobody, or its author's keys are nowhere in the register.
std::optional<EnrolledKeys> proposed_keys(Session& session, const protocol::Proposal& proposal);

// The words that an invitation with these pins led to. Costs 64 MiB and a fraction of a second.
crypto::SafetyWords words_of(const Session& session, const EnrolledKeys& keys, const Pins& pins);
// Are these the words that the person was shown when they joined? An invitation's pins are not in the register: every set that
// was ever decided is tried, at that cost each.
bool are_words_of(Session& session, const EnrolledKeys& keys, std::string_view typed);

// The words of a person's first keys. Of one's own, with the pins of the invitation, which this home has kept; of others', with
// those of genesis. Costs as above. Errors: unknown_reference, nobody of that handle was designated.
std::expected<crypto::SafetyWords, Failure> words_of_person(Session& session, const protocol::Handle& handle);

}  // namespace clients
