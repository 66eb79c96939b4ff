#include "gateway/register/register.hpp"

#include <algorithm>

#include "gateway/errc.hpp"
#include "gateway/limits.hpp"
#include "gateway/register/replay.hpp"

namespace gateway {

Register::Register(store::Store& store, const Identity& identity, Clock clock) : identity_(identity), clock_(std::move(clock)) {
    auto replayed = replay(*store.snapshot(), identity.log());
    note_ = std::move(replayed.note);
    signed_at_ = replayed.signed_at;
    guard_.emplace(clock_(), std::max(signed_at_, replayed.view.head.time));
    view_.store(std::make_shared<const View>(std::move(replayed.view)));
}

Register::Fresh Register::fresh() {
    const std::lock_guard lock(mutex_);
    auto view = view_.load();
    const auto now = now_locked();
    if (now - signed_at_ > limits::checkpoint_fresh_s) {
        note_ = sign_checkpoint(view->head, view->state->network(), now);
        signed_at_ = now;
    }
    return {.view = std::move(view), .note = note_};
}

std::int64_t Register::now() {
    const std::lock_guard lock(mutex_);
    return now_locked();
}

LeafTime Register::leaf_time() {
    const std::lock_guard lock(mutex_);
    const auto now = now_locked();
    if (guard_->fault()) return std::unexpected(make_error_code(errc::clock));
    return now;
}

std::optional<ClockFault> Register::clock_fault() {
    const std::lock_guard lock(mutex_);
    return guard_->observe(clock_());
}

bool Register::accept_clock() {
    const std::lock_guard lock(mutex_);
    const auto reading = clock_();
    const bool any = guard_->observe(reading).has_value();
    guard_->accept(reading);
    return any;
}

// Time does not run backwards in the register, whatever the wall clock does.
std::int64_t Register::now_locked() {
    const auto reading = clock_();
    guard_->observe(reading);
    return std::max({guard_->time(reading), signed_at_, view_.load()->head.time});
}

void Register::publish(View view, std::string note, std::int64_t signed_at) {
    const std::lock_guard lock(mutex_);
    note_ = std::move(note);
    signed_at_ = signed_at;
    view_.store(std::make_shared<const View>(std::move(view)));
}

std::string Register::sign_checkpoint(const protocol::RegisterHead& head, const protocol::NetworkId& network,
                                      std::int64_t now) const {
    return crypto::note::sign(head.checkpoint_text(identity_.origin, network, now), identity_.origin, identity_.log_key);
}

}  // namespace gateway
