// The words of a recovery sheet or of its parts: typed at the prompt or read from files, never from the command line.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "clients/cli/context.hpp"
#include "crypto/recovery/key.hpp"

namespace clients::cli {

// From these files (mode 0600, the words on the first line), one sheet or part each; without any, asked for, unseen, until
// there are enough parts. What is wrong is said; who sits at a terminal tries again. Nothing otherwise (reported).
std::optional<crypto::recovery::RecoverySecret> read_recovery_secret(Context& context,
                                                                     const std::vector<std::filesystem::path>& files);

}  // namespace clients::cli
