// A network of eight states at a gateway that dies again and again, and what each of them was told.
#pragma once

#include <atomic>
#include <deque>

#include "protocol/wire.hpp"
#include "tests/support/gateway_process.hpp"
#include "tests/support/test_network.hpp"

namespace test {

struct Acknowledged {
    protocol::Entry entry;
    std::string receipts;   // the answer's text
};

class EightStates {
public:
    // Founds the network; the gateway must be running.
    EightStates(GatewayProcess& gateway, std::int64_t now);

    // Everybody submits without pause, each entry until it is acknowledged, and one more asks for checkpoints, until the gateway
    // has died. Entries left over, and those without an answer, go first the next time.
    void submit_until_it_dies();

    // The gateway runs again: compares everything that anybody was told with the register. Throws std::runtime_error.
    // `all`: every receipt so far is asked for again, otherwise those since the last time.
    void verify(bool all);

    struct Figures {
        std::uint64_t entries = 0;             // acknowledged
        std::uint64_t unanswered_there = 0;    // committed, but the answer was lost: repeated, the receipt came
        std::uint64_t receipts_repeated = 0;   // asked for again, the same came
        std::uint64_t receipts_verified = 0;   // against the register of the moment
        std::uint64_t checkpoints_verified = 0;
        std::uint64_t size = 0;                // of the register
    };
    const Figures& figures() const { return figures_; }

private:
    struct State {
        const Person* person = nullptr;
        std::deque<protocol::Entry> waiting;
        bool unanswered = false;               // the first that waits was sent
        std::vector<Acknowledged> told;
        std::uint64_t unanswered_there = 0;
    };
    struct Register {
        std::vector<std::string> leaves;
        std::vector<crypto::Digest> roots;     // of the first n leaves
    };
    void admit(const std::vector<protocol::Entry>& batch);
    void submit_one_by_one(State& state);
    void ask_for_checkpoints(const std::atomic<bool>& stop);
    Register read_register();
    void verify_told(const Register& held, State& state);
    void verify_checkpoint(const Register& held, const protocol::VerifiedCheckpoint& seen);
    void repeat(State& state, std::size_t first);

    GatewayProcess& gateway_;
    Network network_;
    std::vector<State> states_;
    std::vector<std::string> checkpoints_;     // that somebody saw
    std::vector<std::size_t> repeated_;        // of each state: told entries that were asked for again
    Figures figures_;
};

}  // namespace test
