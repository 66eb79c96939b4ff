// Kills the gateway inside its commits, or cuts its disk's power there, again and again, while eight states submit; after each
// strike compares the register with everything that anybody was told.
// usage: crash-test kill|power|drop [STRIKES [SEED]]      STRIKES: inside a commit, as the shim's marks prove; 20 unless given
// power needs root and loop mounts; where they are not to be had it says so and drops unsynced writes in the process instead.
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>

#include "crypto/random.hpp"
#include "tests/fault/eight_states.hpp"
#include "tests/fault/mounts.hpp"

namespace test {
namespace {

constexpr long operations_max = 700;  // on the database's files after a start: some dozens of commits
constexpr int patience = 4;           // rounds for each strike wanted

struct Options {
    std::string how;
    int strikes = 20;
    unsigned seed = 0;
};

struct Strikes {
    int all = 0;
    int in_commit = 0;
};

Strikes count_strikes(const std::filesystem::path& marks) {
    Strikes out;
    std::ifstream in(marks);
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("strike ")) throw std::runtime_error(line);
        ++out.all;
        if (line.ends_with("within=commit")) ++out.in_commit;
    }
    return out;
}

std::int64_t wall_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void report(const Options& options, const Strikes& strikes, const EightStates::Figures& figures) {
    std::printf(
        "%s: %d strikes, %d inside a commit; %llu entries acknowledged, %llu more were committed before their answer was lost; "
        "receipts verified %llu times, asked for again %llu times; checkpoints verified %llu times; register of %llu; lost 0, "
        "double 0; seed %u\n",
        options.how.c_str(), strikes.all, strikes.in_commit, static_cast<unsigned long long>(figures.entries),
        static_cast<unsigned long long>(figures.unanswered_there), static_cast<unsigned long long>(figures.receipts_verified),
        static_cast<unsigned long long>(figures.receipts_repeated), static_cast<unsigned long long>(figures.checkpoints_verified),
        static_cast<unsigned long long>(figures.size), options.seed);
}

// False: the strike came while it started.
bool start(GatewayProcess& gateway, const std::filesystem::path& marks, const Strikes& before) {
    try {
        gateway.start();
        return true;
    } catch (const std::runtime_error&) {
        if (count_strikes(marks).all == before.all) throw;
        return false;
    }
}

void strike_until_enough(const Options& options, LoopDisk* disk) {
    const TemporaryFolder outside;  // what survives the cut
    const auto marks = outside / "marks";
    if (disk) ::setenv("TMPDIR", disk->path().c_str(), 1);  // where the gateway's folder is made, and nothing else
    GatewayProcess gateway(std::string(NFP_BIN_DIR) + "/nfp-gateway", {{"log_level", "\"error\""}});
    ::unsetenv("TMPDIR");
    gateway.start();
    EightStates states(gateway, wall_seconds());
    gateway.stop();
    std::mt19937 chance(options.seed);
    std::uniform_int_distribution<long> operations(1, operations_max);
    Strikes strikes;
    for (int round = 0; strikes.in_commit < options.strikes; ++round) {
        if (round == patience * options.strikes) throw std::runtime_error("too few strikes inside a commit");
        gateway.environment = {{"LD_PRELOAD", NFP_FAULT_SHIM}, {"NFP_MARKS", marks.string()}, {"NFP_STRIKE_HOW", options.how},
                               {"NFP_STRIKE", std::to_string(operations(chance))}};
        if (start(gateway, marks, strikes)) {
            states.submit_until_it_dies();
            gateway.stop(SIGKILL);
        }
        strikes = count_strikes(marks);
        if (disk) disk->remount();
        gateway.environment.clear();
        gateway.start();
        states.verify(/*all=*/strikes.in_commit >= options.strikes);
        gateway.stop();
    }
    report(options, strikes, states.figures());
}

int main_of(Options options) {
    std::printf("crash-test %s, seed %u\n", options.how.c_str(), options.seed);
    std::fflush(stdout);
    std::unique_ptr<PrivateMount> mount;
    std::unique_ptr<LoopDisk> disk;
    if (options.how == "power") {
        std::string why;
        mount = PrivateMount::make(400, why);
        if (mount) disk = LoopDisk::make(*mount, 350, why);
        options.how = disk ? "cut" : "drop";
        if (!disk) std::printf("no loop mount here (%s): unsynced writes are dropped in the process instead\n", why.c_str());
    }
    strike_until_enough(options, disk.get());
    return 0;
}

}  // namespace
}  // namespace test

int main(int argc, char** argv) {
    crypto::initialise();
    const std::string how = argc > 1 ? argv[1] : "";
    if (how != "kill" && how != "power" && how != "drop") {
        std::fprintf(stderr, "usage: %s kill|power|drop [STRIKES [SEED]]\n", argv[0]);
        return 2;
    }
    const auto seed = argc > 3 ? static_cast<unsigned>(std::strtoul(argv[3], nullptr, 10)) : std::random_device{}();
    try {
        return test::main_of({.how = how, .strikes = argc > 2 ? std::atoi(argv[2]) : 20, .seed = seed});
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "FAILED with seed %u: %s\n", seed, failed.what());
        return 1;
    }
}
