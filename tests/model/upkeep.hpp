// What clients do unasked (clients/core/session/upkeep), from what the register says.
#pragma once

#include "tests/model/world.hpp"

namespace model {

// Everything that this device can do now: rotations that are due, grants that are missing. True when it did something.
bool upkeep(World& world, DeviceNumber device);

// Upkeep by everybody at work, in turns, until nobody has anything to do. Throws Broken when that does not end.
void settle(World& world);

// settle(), and again while circles wait for somebody who holds their secret and does not come.
void settle_with_patience(World& world);

// After that: every circle that somebody works in has a secret, and nobody who left knows it.
void check_fresh(const World& world);

}  // namespace model
