// What of mine ends before long, by the register.
#pragma once

#include <optional>
#include <vector>

#include "clients/core/session/session.hpp"

namespace clients {

struct Ending {
    enum class What {
        designation,   // mine
        admission,     // mine, to a group
        recovery,      // my state's sheet, with a holder's term
        retention,     // the oldest epoch that I hold of a circle is destroyed
    };
    What what = What::designation;
    std::optional<protocol::Circle> circle;    // of an admission or a retention
    std::optional<std::uint64_t> epoch;        // of a retention
    std::optional<protocol::Handle> holder;    // of a recovery
    std::int64_t at = 0;                       // register time
    int days = 0;                              // whole ones that are left
    int warning_days = 0;                      // the step that was reached: 60, 30 or 7
};
// Everything that ends within limits::ending_days_max, the nearest first.
std::vector<Ending> endings(const Session& session);

}  // namespace clients
