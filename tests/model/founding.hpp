// How every schedule begins.
#pragma once

#include "tests/model/world.hpp"

namespace model {

// One officer, five states with a focal point each, three groups; of these one hands no history on.
void found(World& world);

// A focal point for a vacant seat, as an approval does it: designation, access list, first epoch of the state's circle, and
// everything of `network`. Returns the device, or nothing when the designation was refused.
std::optional<DeviceNumber> fill_seat(World& world, DeviceNumber officer, const std::string& member, std::int64_t until);

}  // namespace model
