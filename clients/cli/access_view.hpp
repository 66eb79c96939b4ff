// Access lists in words: for a terminal and for scripts.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/context.hpp"
#include "clients/core/access/rights.hpp"

namespace clients::cli {

// "send requests", "read what is sent to"; an empty kind is reading.
std::string right_words(const Context& context, const std::string& kind);

// One line for each right given and taken: "- fr.01 may no longer send requests: the network, every state except Germany".
std::vector<std::string> change_lines(const Context& context, const std::vector<access::Change>& changes);

// "Anne Exemple (fr.01), ...": whom the changes concern, in the order of their handles.
std::string felt_by(const Context& context, Session& session, const std::vector<access::Change>& changes);

// The two lists as they stand and the rights that hold.
void show_access(const Context& context, Session& session, const protocol::Member& member);

OrderedJson changes_json(const std::vector<access::Change>& changes);

}  // namespace clients::cli
