// Asks when a text is not in the language that its header declares.
#pragma once

#include <string>

#include "clients/cli/sending.hpp"

namespace clients::cli {

// True: go on, because the language fits or cannot be told, or because the person says so (at the terminal, or by --yes and
// --dry-run, which are told). False: nothing is to be sent (said, and the exit status set).
bool language_agrees(Context& context, Language declared, const std::string& prose, SendOptions options);

}  // namespace clients::cli
