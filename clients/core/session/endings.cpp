#include "clients/core/session/endings.hpp"

#include <algorithm>

#include "clients/core/session/forgetting.hpp"
#include "clients/core/session/limits.hpp"
#include "clients/core/session/upkeep.hpp"

namespace clients {

using namespace protocol;

namespace {

constexpr std::int64_t day_s = 86'400;

class Endings {
public:
    explicit Endings(std::int64_t now) : now_(now) {}

    void add(Ending ending, std::int64_t at) {
        if (at <= now_ || at - now_ > limits::ending_days_max * day_s) return;
        ending.at = at;
        ending.days = static_cast<int>((at - now_) / day_s);
        ending.warning_days = limits::ending_days_max;
        for (const int step : {limits::ending_soon_days_max, limits::ending_now_days_max})
            if (at - now_ <= step * day_s) ending.warning_days = step;
        out_.insert(std::ranges::upper_bound(out_, at, {}, &Ending::at), std::move(ending));
    }
    std::vector<Ending> take() { return std::move(out_); }

private:
    std::int64_t now_;
    std::vector<Ending> out_;   // the next first
};

Ending of(Ending::What what) {
    return {.what = what, .circle = {}, .epoch = {}, .holder = {}, .at = 0, .days = 0, .warning_days = 0};
}

void add_recovery(Endings& out, const NetworkState& state, const Person& me, std::int64_t now) {
    const Recovery* recovery = me.seated() ? state.recovery_in_force(me.handle.member(), now) : nullptr;
    if (!recovery) return;
    const Person* first = nullptr;
    for (const Handle& holder : recovery->holders) {
        const Person* person = state.find_person(holder);
        if (person && person->until && (!first || *person->until < *first->until)) first = person;
    }
    if (!first) return;
    auto ending = of(Ending::What::recovery);
    ending.holder = first->handle;
    out.add(std::move(ending), *first->until);
}

// The end of an epoch is the leaf time of the next one's rotation; the current one has not ended.
void add_retention(Endings& out, const Session& session, const Circle& circle, const CircleState& known) {
    if (!known.retention) return;
    for (auto epoch = known.epochs.begin(); epoch != known.epochs.end() && std::next(epoch) != known.epochs.end(); ++epoch) {
        if (!session.keyring().find({circle, epoch->first})) continue;
        auto ending = of(Ending::What::retention);
        ending.circle = circle;
        ending.epoch = epoch->first;
        return out.add(std::move(ending), forgotten_after(*known.retention, std::next(epoch)->second.at));
    }
}

}  // namespace

std::vector<Ending> endings(const Session& session) {
    const std::int64_t now = register_now(session);
    Endings out(now);
    const NetworkState& state = session.state();
    const Person* me = session.joined() ? state.find_active(session.identity().handle, now) : nullptr;
    if (!me) return {};
    if (me->until) out.add(of(Ending::What::designation), *me->until);
    for (const auto& [circle, known] : state.circles()) {
        if (const auto admitted = known.admitted.find(me->handle); admitted != known.admitted.end() && admitted->second) {
            auto ending = of(Ending::What::admission);
            ending.circle = circle;
            out.add(std::move(ending), *admitted->second);
        }
        add_retention(out, session, circle, known);
    }
    add_recovery(out, state, *me, now);
    return out.take();
}

}  // namespace clients
