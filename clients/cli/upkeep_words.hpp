// What a client does unasked, said to the person whose client it is.
#pragma once

#include "clients/cli/context.hpp"

namespace clients::cli {

// tend(), and on standard error what came of it; what the gateway refused of the outbox too.
std::expected<Upkeep, Failure> tend_aloud(Context& context, Session& session, const std::vector<protocol::Circle>& needed = {});

// A member of a circle as people know it: "state:fr", or whose device it is.
std::string holder_words(const Context& context, const protocol::NetworkState& state, const protocol::Audience& holder);

OrderedJson upkeep_json(const Upkeep& upkeep);
OrderedJson chore_json(const Chore& chore);

}  // namespace clients::cli
