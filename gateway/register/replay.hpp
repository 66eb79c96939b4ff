// Start-up: the view that the store holds.
#pragma once

#include "gateway/register/identity.hpp"
#include "gateway/register/view.hpp"

namespace gateway {

struct Replayed {
    View view;
    std::string note;             // last checkpoint; empty before the founding
    std::int64_t signed_at = 0;
};

// Throws store::StoreFailed, with what to do, when checkpoint, tree, governing entries and log key do not fit together.
Replayed replay(const store::Snapshot& snapshot, const crypto::note::Verifier& log);

}  // namespace gateway
