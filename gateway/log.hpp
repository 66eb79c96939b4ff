// The log: one line per event, to standard error. Never content, keys or names; what came from outside is escaped.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <spdlog/logger.h>

namespace gateway {

using Logger = spdlog::logger;

// Not registered with spdlog: main owns it. `level` is one of debug, info, warn, error.
std::unique_ptr<Logger> make_logger(const std::string& level);

// Printable ASCII as it is; anything else, quotes and backslashes as \xHH: a field can neither end its line nor look like
// another.
std::string escaped(std::string_view field);

}  // namespace gateway
