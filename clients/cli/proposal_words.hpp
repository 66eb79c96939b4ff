// Proposals in words, and who is to consent.
#pragma once

#include "clients/cli/context.hpp"
#include "clients/core/session/consenting.hpp"

namespace clients::cli {

// "fr.02 becomes focal point of France: Jeanne Exemple, j@example.org"; safe to print.
std::string proposal_words(const Context& context, const WaitingProposal& waiting);
std::string parties_words(const Context& context, const std::vector<protocol::Party>& parties);
std::string role_words(const Context& context, protocol::Role role);
OrderedJson proposal_json(const WaitingProposal& waiting);

}  // namespace clients::cli
