// What problem documents say to people: one sentence per name, in the caller's language.
#pragma once

#include <string_view>

#include "gateway/api/message.hpp"

namespace gateway::api {

// The title of a problem; that of `internal` for a name that is not in the table (a test sees to it that none is missing).
std::string_view title_of(std::string_view name, Language language);
bool has_title(std::string_view name);

}  // namespace gateway::api
