// An act of government from the question to the answer: shown, asked about, sent, and whether it counts or waits.
#pragma once

#include "clients/cli/sending.hpp"
#include "clients/core/session/acts.hpp"

namespace clients::cli {

// `line`: what it does, in the person's language, safe to print. Reports everything itself. Call sync_to_send() before. True when
// it was receipted.
bool act_aloud(Context& context, Session& session, const protocol::Claim& claim, const std::string& line, SendOptions options);

}  // namespace clients::cli
