#include "tests/model/schedule.hpp"

#include <algorithm>

#include "tests/model/acts.hpp"
#include "tests/model/founding.hpp"
#include "tests/model/upkeep.hpp"

namespace model {
namespace {

constexpr std::size_t steps_min = 40;
constexpr std::size_t steps_spread = 41;   // so 60 in the mean

const Act& draw(Dice& dice, std::size_t weights) {
    auto left = dice.below(weights);
    for (const Act& act : acts()) {
        if (left < act.weight) return act;
        left -= act.weight;
    }
    return acts().front();
}

void take(World& world, const Step& step, Outcome& outcome) {
    world.dice = Dice(step.seed);
    world.tell(std::string(step.act->name));
    const bool came_about = step.act->run(world);
    if (came_about) outcome.done[static_cast<std::size_t>(step.act - acts().data())] = true;
    world.check();
}

// Everybody comes back, does what there is to do, and reads.
void end(World& world) {
    world.tell("everybody is online, and upkeep runs until all is quiet");
    come_back(world);
    settle_with_patience(world);
    world.check_complete();
    world.pass(4 * day_s);   // what was decided has come into effect
    world.tell("what was lost is revoked, and upkeep runs again");
    revoke_what_was_lost(world);
    settle_with_patience(world);
    world.check_complete();
    world.tell("everybody writes to every circle of theirs");
    write_to_all(world);
    world.check_complete();
}

}  // namespace

Schedule make_schedule(std::uint64_t seed) {
    Dice dice(seed);
    std::size_t weights = 0;
    for (const Act& act : acts()) weights += act.weight;
    Schedule out{.seed = seed, .steps = {}};
    for (auto left = steps_min + dice.below(steps_spread); left > 0; --left) {
        const Act& act = draw(dice, weights);
        out.steps.push_back({.act = &act, .seed = dice.next()});
    }
    return out;
}

Outcome run(const Schedule& schedule, const Rules& rules, bool tracing) {
    Outcome outcome;
    outcome.done.resize(acts().size());
    World world(rules, schedule.seed, tracing);
    try {
        found(world);
        for (const Step& step : schedule.steps) {
            ++outcome.steps;
            take(world, step, outcome);
        }
        end(world);
    } catch (const Broken& broken) {
        outcome.broken = broken.what;
    }
    outcome.figures = world.figures;
    outcome.trace = world.trace();
    return outcome;
}

Schedule shrink(Schedule schedule, const Rules& rules, std::size_t steps_taken) {
    schedule.steps.resize(steps_taken);
    for (std::size_t size = std::max<std::size_t>(schedule.steps.size() / 2, 1); size > 0; size /= 2)
        for (std::size_t at = 0; at + size <= schedule.steps.size();) {
            Schedule shorter = schedule;
            const auto first = shorter.steps.begin() + static_cast<std::ptrdiff_t>(at);
            shorter.steps.erase(first, first + static_cast<std::ptrdiff_t>(size));
            if (run(shorter, rules).broken) schedule = std::move(shorter);
            else at += size;
        }
    return schedule;
}

}  // namespace model
