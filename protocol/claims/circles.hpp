// Claims about circles and their epochs.
#pragma once

#include <optional>
#include <vector>

#include "crypto/age/recipient.hpp"
#include "protocol/names.hpp"

namespace protocol {

struct CircleClaim {
    enum class Action { create, join, leave, admit, dismiss };
    Circle circle;                             // a group
    Action action = Action::create;
    bool history = true;                       // `create` only: does the past travel with each new epoch
    std::optional<Handle> person{};            // `admit`, `dismiss`: somebody who holds no state's circle
    std::optional<std::int64_t> until{};       // `admit` only: reads while leaf time < until
};

struct RotationClaim {
    Circle circle;
    std::uint64_t epoch = 0;
    crypto::age::HybridRecipient key;
    bool history = true;
};

struct GrantClaim {
    Circle circle;
    std::vector<std::uint64_t> epochs;         // ascending
};

// The secret that this rotation or grant handed over is not that of the published key.
struct ComplaintClaim {
    EntryId entry{};
};

struct RetentionClaim {
    Circle circle;
    unsigned years = 1;                        // after its end an epoch's secret is kept so long
    std::optional<EntryId> replaces;           // the circle's retention in force
};

}  // namespace protocol
