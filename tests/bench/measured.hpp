// One event among the keys of a network, watched by somebody who takes no part: what was appended, and how long until all is
// well.
#pragma once

#include <string>
#include <vector>

#include "clients/core/session/session.hpp"
#include "tests/bench/progress.hpp"

namespace bench {

struct Figures {
    std::size_t renewed = 0;     // circles
    std::size_t entries = 0;     // appended, and
    std::size_t bytes = 0;       // their size
    double fresh_s = 0;          // until all these circles are fresh,
    double handed_s = 0;         // and until every member has been handed every key
};
Figures median(std::vector<Figures> all);   // of each figure by itself
void print_heading();
void print(const char* what, const Figures& figures);

class Measured {
public:
    // From now on: call just before the event's first entry. All circles are fresh then.
    explicit Measured(clients::Session& observer);
    // Until nothing is left to do. Throws when that takes minutes.
    Figures await();

private:
    std::vector<protocol::Circle> stale() const;
    Figures appended() const;
    std::string unfinished() const;

    clients::Session& session_;
    std::uint64_t from_ = 0;
    Clock::time_point start_;
};

}  // namespace bench
