#include "gateway/register/clock_guard.hpp"

#include "gateway/limits.hpp"
#include "tests/unit/gateway/register/register_fixture.hpp"

namespace gateway {
namespace {

constexpr std::int64_t noon = 1'800'000'000, day = 86'400, year = 365 * day;
constexpr ClockReading start{.wall = noon, .monotonic = 5'000};
ClockReading later(std::int64_t seconds, std::int64_t moved = 0) {
    return {.wall = start.wall + seconds + moved, .monotonic = start.monotonic + seconds};
}

TEST(clock_guard, believes_a_clock_that_runs_with_the_monotonic_one_for_years) {
    ClockGuard guard(start, noon);
    for (std::int64_t seconds = 0; seconds < 10 * year; seconds += 90 * day) EXPECT_FALSE(guard.observe(later(seconds)));
    EXPECT_EQ(guard.time(later(10 * year)), noon + 10 * year);
}

TEST(clock_guard, bears_five_minutes_and_not_a_second_more_either_way) {
    for (const int sign : {-1, 1}) {
        ClockGuard guard(start, noon);
        EXPECT_FALSE(guard.observe(later(60, sign * limits::clock_moved_s_max)));
        const auto fault = guard.observe(later(70, sign * (limits::clock_moved_s_max + 1)));
        ASSERT_TRUE(fault);
        EXPECT_EQ(fault->kind, ClockFault::Kind::moved);
        EXPECT_EQ(fault->off_s, sign * (limits::clock_moved_s_max + 1));
    }
}

TEST(clock_guard, small_moves_add_up) {
    ClockGuard guard(start, noon);
    for (int step = 1; step <= 10; ++step) EXPECT_FALSE(guard.observe(later(step * 60, step * 30)));
    EXPECT_TRUE(guard.observe(later(11 * 60, 11 * 30)));
}

TEST(clock_guard, goes_by_the_monotonic_clock_when_the_wall_clock_was_moved_and_stays_so_until_confirmed) {
    ClockGuard guard(start, noon);
    ASSERT_TRUE(guard.observe(later(100, 3 * year)));
    EXPECT_EQ(guard.time(later(160, 3 * year)), noon + 160);
    EXPECT_TRUE(guard.observe(later(200, 0)));  // back again: still not confirmed
    EXPECT_EQ(guard.time(later(200, 0)), noon + 200);
    guard.accept(later(300, 3 * year));
    EXPECT_FALSE(guard.observe(later(400, 3 * year)));
    EXPECT_EQ(guard.time(later(400, 3 * year)), noon + 400 + 3 * year);
    EXPECT_TRUE(guard.observe(later(500, 0)));  // the confirmed clock is now the measure
}

TEST(clock_guard, a_start_within_thirty_days_after_the_newest_time_is_believed) {
    for (const auto last : {noon, noon - 30 * day, noon + limits::clock_moved_s_max, std::int64_t{0}})
        EXPECT_FALSE(ClockGuard(start, last).fault()) << last;
}

TEST(clock_guard, a_start_later_or_before_is_not_and_time_stands_still) {
    ClockGuard late(start, noon - 30 * day - 1);
    ASSERT_TRUE(late.fault());
    EXPECT_EQ(late.fault()->kind, ClockFault::Kind::long_past_last);
    EXPECT_EQ(late.time(later(50)), noon - 30 * day - 1);
    late.accept(later(60));
    EXPECT_EQ(late.time(later(60)), noon + 60);
    ClockGuard early(start, noon + year);
    ASSERT_TRUE(early.fault());
    EXPECT_EQ(early.fault()->kind, ClockFault::Kind::before_last);
    EXPECT_EQ(early.time(later(50)), noon + year);
}

TEST(clock_guard, says_what_happened_in_words) {
    EXPECT_EQ(describe({ClockFault::Kind::moved, -400}), "the clock was moved 400 s back while running");
    EXPECT_EQ(describe({ClockFault::Kind::long_past_last, 40 * day}),
              "the clock is 40 days past the newest time in the register");
}

// ---- the register under it ----

class clock_ : public RegisterFixture {
protected:
    void SetUp() override {
        RegisterFixture::SetUp();
        found();
        admit("fr.01");
    }
    protocol::Entry request() { return network->request(network->person("fr.01")); }
    std::int64_t checkpoint_time() {
        return protocol::open_checkpoint(published->fresh().note, identity->log())->commitments.time;
    }
};

TEST_F(clock_, nothing_is_appended_after_a_jump_and_what_was_taken_keeps_its_receipt) {
    for (const std::int64_t jump : {3 * year, -3 * year}) {
        const auto before = request();
        const auto receipt = submit(before);
        ASSERT_TRUE(receipt);
        const auto size = published->view()->size();
        moved += jump;
        EXPECT_EQ(why(submit(request())), GatewayErrc::clock);
        EXPECT_EQ(submit(before)->receipts, receipt->receipts);
        EXPECT_EQ(published->view()->size(), size);
        EXPECT_TRUE(published->accept_clock());
        EXPECT_FALSE(published->clock_fault());
        EXPECT_TRUE(submit(request()));
    }
}

TEST_F(clock_, a_checkpoint_asked_for_meanwhile_does_not_carry_the_wrong_time) {
    moved = 3 * year;
    clock += 60;
    EXPECT_EQ(checkpoint_time(), clock);
    EXPECT_FALSE(published->leaf_time());
    moved = 0;
    ASSERT_TRUE(published->accept_clock());
    clock += 60;
    const auto entry = request();
    const auto outcome = submit(entry);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(verify(entry, outcome->receipts[0]).leaf.time, clock);  // the jump has left no trace
}

TEST_F(clock_, time_never_runs_backwards_even_when_the_operator_confirms_an_earlier_clock) {
    clock += 1000;
    const auto one = request();
    const auto first = submit(one);
    moved = -year;
    EXPECT_EQ(why(submit(request())), GatewayErrc::clock);
    ASSERT_TRUE(published->accept_clock());
    const auto two = request();
    const auto second = submit(two);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(verify(two, second->receipts[0]).leaf.time, verify(one, first->receipts[0]).leaf.time);
}

TEST_F(clock_, a_start_long_after_the_last_leaf_waits_for_the_operator) {
    const auto last = checkpoint_time();
    clock += 31 * day;
    restart();
    EXPECT_EQ(why(submit(request())), GatewayErrc::clock);
    EXPECT_EQ(checkpoint_time(), last);
    EXPECT_EQ(published->now(), last);
    ASSERT_TRUE(published->accept_clock());
    const auto entry = request();
    const auto outcome = submit(entry);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(verify(entry, outcome->receipts[0]).leaf.time, clock);
}

TEST_F(clock_, a_start_before_the_last_leaf_waits_too) {
    clock -= 2 * year;
    restart();
    EXPECT_EQ(why(submit(request())), GatewayErrc::clock);
}

TEST_F(clock_, nobody_joins_meanwhile_and_a_confirmation_without_need_changes_nothing) {
    EXPECT_FALSE(published->accept_clock());
    const auto file = network->invitation(network->officer(), "de.01", "localhost:1");
    const store::StoredEnrolment stored{
        .token = file.invitation.token,
        .handle = file.invitation.handle,
        .second_uses = 0,
        .enrolment = protocol::enrolment_json(network->enrolment(file, network->person("de.01")))};
    moved = year;
    EXPECT_EQ(why(send(Joining{stored}).get()), GatewayErrc::clock);
    EXPECT_FALSE(store->snapshot()->enrolment(stored.token));
    published->accept_clock();
    EXPECT_TRUE(send(Joining{stored}).get());
}

}  // namespace
}  // namespace gateway
