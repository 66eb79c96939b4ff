// Does the store hold what was promised? Everything that a checkpoint commits to is computed anew, from the entries' bytes.
#pragma once

#include "crypto/note.hpp"
#include "gateway/store/store.hpp"

namespace gateway {

struct Finding {
    std::optional<std::uint64_t> index;  // of the entry; absent: the register as a whole
    std::string what;
};
struct Audit {
    std::uint64_t entries = 0;           // that were looked at
    std::uint64_t governing = 0;
    std::uint64_t numbered = 0;
    std::uint64_t checkpoints = 0;
    std::vector<Finding> findings;       // at most limits::audit_findings_max
};

// Reads the whole register once, in order: sealed rows, ids, bodies, leaves, links, numbers, validity, tree, blind indexes, and
// every checkpoint's signature and text. Ends early when a row cannot be read or there are too many findings. Changes nothing.
Audit audit(const store::Snapshot& snapshot, const crypto::note::Verifier& log);

}  // namespace gateway
