// model-test schedules [N] [SEED]: N schedules from SEED on, and their figures. Exit 1 when one finds something, told in its
// shortest form.
// model-test planted [N] [SEED]: each planted bug must be found within N schedules.
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>

#include "crypto/random.hpp"
#include "tests/model/acts.hpp"
#include "tests/model/planted.hpp"
#include "tests/model/schedule.hpp"

namespace {

using namespace model;

struct Total {
    World::Figures figures;
    std::uint64_t schedules = 0, steps = 0;
    std::vector<bool> done;
    std::optional<std::uint64_t> found;   // the lowest seed
};

void add(Total& total, const Outcome& outcome) {
    ++total.schedules;
    total.steps += outcome.steps;
    total.done.resize(outcome.done.size());
    for (std::size_t i = 0; i < outcome.done.size(); ++i) total.done[i] = total.done[i] || outcome.done[i];
    auto& sum = total.figures;
    sum.entries += outcome.figures.entries;
    sum.messages += outcome.figures.messages;
    sum.rotations += outcome.figures.rotations;
    sum.grants += outcome.figures.grants;
    sum.refused += outcome.figures.refused;
    sum.reads_checked += outcome.figures.reads_checked;
}

// Runs the schedules of the seeds [first, first + count) on all cores, until one finds something.
Total run_all(const Rules& rules, std::uint64_t first, std::uint64_t count) {
    Total total;
    std::mutex mutex;
    std::atomic<std::uint64_t> next{0};
    const auto work = [&] {
        for (std::uint64_t i = next++; i < count; i = next++) {
            const auto outcome = run(make_schedule(first + i), rules);
            const std::lock_guard lock(mutex);
            add(total, outcome);
            if (!outcome.broken) continue;
            total.found = std::min(total.found.value_or(first + i), first + i);
            next = count;   // those under way come to their end
        }
    };
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) workers.emplace_back(work);
    workers.clear();
    return total;
}

void print_shortest(const Rules& rules, std::uint64_t seed) {
    const auto whole = run(make_schedule(seed), rules);
    fmt::print("seed {}: {}\n", seed, *whole.broken);
    const auto shortest = run(shrink(make_schedule(seed), rules, whole.steps), rules, true);
    fmt::print("the shortest form of it, {} steps:\n", shortest.steps);
    for (const auto& line : shortest.trace) fmt::print("  {}\n", line);
    fmt::print("  => {}\n", *shortest.broken);
}

int run_schedules(std::uint64_t count, std::uint64_t first) {
    const auto start = std::chrono::steady_clock::now();
    const auto total = run_all(Rules{}, first, count);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    const auto& sum = total.figures;
    fmt::print("seeds {} to {}: {} schedules, {} steps, {} entries (and {} refused), {} rotations, {} grants, {} messages, "
               "{} reads checked, {:.1f} s\n",
               first, first + count - 1, total.schedules, total.steps, sum.entries, sum.refused, sum.rotations, sum.grants,
               sum.messages, sum.reads_checked, took.count());
    if (total.found) {
        print_shortest(Rules{}, *total.found);
        return 1;
    }
    // A step that never comes about tests nothing.
    bool all_done = true;
    for (std::size_t i = 0; i < total.done.size(); ++i)
        if (!total.done[i]) {
            fmt::print("no schedule ever managed to: {}\n", acts()[i].name);
            all_done = false;
        }
    return all_done || count < schedules_that_do_everything ? 0 : 1;
}

int run_planted(std::uint64_t count, std::uint64_t first) {
    bool all_found = true;
    for (const Planted& planted : planted_bugs()) {
        const auto rules = planted.make();
        const auto total = run_all(*rules, first, count);
        all_found = all_found && total.found;
        if (!total.found) {
            fmt::print("{}: NOT FOUND in {} schedules\n", planted.name, count);
            continue;
        }
        fmt::print("{}: found by schedule {}, seed {}: {}\n", planted.name, *total.found - first + 1, *total.found,
                   *run(make_schedule(*total.found), *rules).broken);
    }
    return all_found ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    crypto::initialise();
    const std::string_view what = argc > 1 ? argv[1] : "";
    const auto number = [&](int at, std::uint64_t otherwise) {
        return at < argc ? std::strtoull(argv[at], nullptr, 10) : otherwise;
    };
    const auto count = number(2, 300), first = number(3, 1);
    if (what == "schedules") return run_schedules(count, first);
    if (what == "planted") return run_planted(count, first);
    fmt::print(stderr, "usage: model-test schedules|planted [N] [SEED]\n");
    return 2;
}
