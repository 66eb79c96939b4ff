// Shows what is about to be sent and to whom, asks, sends, and says what the register made of it.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/context.hpp"

namespace clients::cli {

struct SendOptions {
    bool yes = false;
    bool dry_run = false;
};

// The end of the showing, for everything that is sent: a dry run ends here, then the person is asked. `dry_run`: what --json says
// of one. False: nothing is to be sent (said, and the exit status set).
bool may_send(Context& context, SendOptions options, Msg question, Msg declined, const OrderedJson& dry_run);

// `lines`: what it is, already in the person's language and safe to print. Nothing unless it was sent and receipted: with
// --offline it is sealed, kept for a carrier, and said so.
std::optional<protocol::Receipt> show_and_send(Context& context, Session& session, const Draft& draft,
                                               const std::vector<std::string>& lines, SendOptions options);

}  // namespace clients::cli
