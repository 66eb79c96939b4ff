// Gathers what this reader holds of a request into the input of a compilation.
#pragma once

#include "clients/core/compilation/compilation.hpp"
#include "clients/core/session/exchange.hpp"

namespace clients {

// The states addressed are in the order of their names in `language`. Requires that the request was opened.
compilation::CompilationInput compilation_input(Session& session, const Exchange& exchange, const RequestItem& request,
                                                protocol::content::Language language);

}  // namespace clients
