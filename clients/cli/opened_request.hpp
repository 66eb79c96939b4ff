// The request that a person named on the command line, opened.
#pragma once

#include "clients/cli/context.hpp"
#include "clients/core/session/exchange.hpp"

namespace clients::cli {

// Its `request` is there. Nothing when there is no such request or no key for it yet (reported).
std::optional<RequestItem> opened_request(Context& context, Session& session, const Exchange& exchange,
                                          std::string_view reference);

}  // namespace clients::cli
