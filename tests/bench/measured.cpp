#include "tests/bench/measured.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <stdexcept>

#include "clients/core/session/upkeep.hpp"
#include "protocol/claims.hpp"
#include "tests/integration/clients/acting.hpp"

namespace bench {

using namespace clients;
using namespace clients::test;
using namespace protocol;

namespace {

constexpr double patience_s = 300;   // several times what the turns of an epoch and of the grants after it take

// As submitted; of what the reader has the header of only, the header says the rest.
std::size_t bytes_of(const StoredEntry& stored) {
    const auto entry = parse_entry(stored.entry, stored.delivered).value();
    return entry_head(entry).size() + (entry.header.body ? entry.header.body->size : 0);
}

}  // namespace

Figures median(std::vector<Figures> all) {
    const auto middle = [&](auto field) {
        std::ranges::sort(all, {}, field);
        return all[all.size() / 2].*field;
    };
    return {.renewed = middle(&Figures::renewed), .entries = middle(&Figures::entries), .bytes = middle(&Figures::bytes),
            .fresh_s = middle(&Figures::fresh_s), .handed_s = middle(&Figures::handed_s)};
}

void print_heading() {
    std::printf("%-56s %7s %7s %9s %8s %8s\n", "", "renewed", "entries", "bytes", "fresh s", "handed s");
}

void print(const char* what, const Figures& figures) {
    std::printf("%-56s %7zu %7zu %9zu %8.2f %8.2f\n", what, figures.renewed, figures.entries, figures.bytes, figures.fresh_s,
                figures.handed_s);
    std::fflush(stdout);
}

Measured::Measured(Session& observer) : session_(observer) {
    up_to_date(session_);
    from_ = session_.view().next;
    start_ = Clock::now();
}

Figures Measured::await() {
    double fresh_s = 0;
    std::uint64_t known = from_;
    for (bool fresh = false, handed = false; !handed; ::usleep(10'000)) {
        if (seconds_since(start_) > patience_s) throw std::runtime_error(unfinished());
        must(session_.sync());
        if (std::exchange(known, session_.view().next) == session_.view().next || !stale().empty()) continue;
        if (!std::exchange(fresh, true)) fresh_s = seconds_since(start_);
        handed = session_.state().missing_grants(register_now(session_)).empty();
    }
    const double handed_s = seconds_since(start_);
    Figures out = appended();
    out.fresh_s = fresh_s;
    out.handed_s = handed_s;
    return out;
}

Figures Measured::appended() const {
    Figures out{.entries = session_.view().next - from_};
    std::set<Circle> renewed;
    for (std::uint64_t index = from_; index < session_.view().next; ++index) {
        const auto stored = session_.store().entry_at(index);
        out.bytes += bytes_of(*stored);
        const auto claim = parse_claim(parse_entry(stored->entry, stored->delivered)->header).value();
        if (const auto* rotation = std::get_if<RotationClaim>(&claim)) renewed.insert(rotation->circle);
    }
    out.renewed = renewed.size();
    return out;
}

std::vector<Circle> Measured::stale() const {
    std::vector<Circle> out;
    for (const auto& [circle, known] : session_.state().circles())
        if (session_.state().stale(circle, register_now(session_))) out.push_back(circle);
    return out;
}

std::string Measured::unfinished() const {
    std::string out = "not done after minutes; stale:";
    for (const Circle& circle : stale()) out += " " + circle.text();
    for (const auto& grant : session_.state().missing_grants(register_now(session_)))
        out += ", keys missing of " + grant.circle.text();
    return out;
}

}  // namespace bench
