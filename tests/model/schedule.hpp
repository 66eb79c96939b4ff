// A schedule: what people do, in order, given by one number. Each step draws its choices from dice of its own, so that steps can
// be left out and the others still mean something.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/model/world.hpp"

namespace model {

struct Act;   // one thing that people do: name, how often, how (acts.hpp)

struct Step {
    const Act* act;
    std::uint64_t seed;
};

struct Schedule {
    std::uint64_t seed = 0;
    std::vector<Step> steps;
};
Schedule make_schedule(std::uint64_t seed);

struct Outcome {
    std::optional<std::string> broken;    // what was found
    std::size_t steps = 0;                // taken until then
    World::Figures figures;
    std::vector<bool> done;               // by act: came about at least once
    std::vector<std::string> trace;       // in words, when asked for
};
Outcome run(const Schedule& schedule, const Rules& rules, bool tracing = false);

// The shortest schedule of the same seed that still finds something, as far as leaving out steps leads.
Schedule shrink(Schedule schedule, const Rules& rules, std::size_t steps_taken);

}  // namespace model
