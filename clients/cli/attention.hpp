// What needs this person's attention: what of theirs ends, what waits for them, what everybody is to know. For `nfp status`.
#pragma once

#include "clients/cli/context.hpp"

namespace clients::cli {

// Lines, safe to print; none when there is nothing.
std::vector<std::string> attention_lines(const Context& context, Session& session);
// Adds `ends`, `waits`, `proposals` and `notices` to what `status --json` says.
void add_attention(OrderedJson& out, Session& session);

}  // namespace clients::cli
