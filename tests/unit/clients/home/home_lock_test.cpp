#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>

#include "clients/core/home/home.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clients {
namespace {

using namespace std::chrono_literals;
using test::TemporaryFolder;

TEST(home_lock, is_had_by_one_at_a_time) {
    const TemporaryFolder folder;
    {
        const auto first = HomeLock::acquire(folder.path(), 0s, {});
        ASSERT_TRUE(first);
        EXPECT_EQ(HomeLock::acquire(folder.path(), 0s, {}).error(), home_errc::locked_by_other);
    }
    EXPECT_TRUE(HomeLock::acquire(folder.path(), 0s, {}));
}

TEST(home_lock, moves_with_its_owner) {
    const TemporaryFolder folder;
    auto first = HomeLock::acquire(folder.path(), 0s, {});
    ASSERT_TRUE(first);
    std::optional<HomeLock> kept(std::move(*first));
    EXPECT_FALSE(HomeLock::acquire(folder.path(), 0s, {}));
    kept.reset();
    EXPECT_TRUE(HomeLock::acquire(folder.path(), 0s, {}));
}

TEST(home_lock, says_once_that_it_waits_and_then_gives_up) {
    const TemporaryFolder folder;
    const auto first = HomeLock::acquire(folder.path(), 0s, {});
    ASSERT_TRUE(first);
    int told = 0;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(HomeLock::acquire(folder.path(), 2s, [&] { ++told; }).error(), home_errc::locked_by_other);
    EXPECT_GE(std::chrono::steady_clock::now() - start, 2s);
    EXPECT_EQ(told, 1);
}

TEST(home_lock, waits_in_silence_for_less_than_a_second) {
    const TemporaryFolder folder;
    auto first = std::make_optional(HomeLock::acquire(folder.path(), 0s, {}));
    std::promise<void> waiting;
    auto second = std::async(std::launch::async, [&] {
        waiting.set_value();
        return HomeLock::acquire(folder.path(), 30s, [] { ADD_FAILURE() << "told of a short wait"; }).has_value();
    });
    waiting.get_future().wait();
    first.reset();
    EXPECT_TRUE(second.get());
}

TEST(home_lock, dies_with_its_process) {
    const TemporaryFolder folder;
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = HomeLock::acquire(folder.path(), 0s, {});
        [[maybe_unused]] const auto told = ::write(ready[1], lock ? "y" : "n", 1);
        ::pause();
    }
    char answer = 0;
    ASSERT_EQ(::read(ready[0], &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    EXPECT_EQ(HomeLock::acquire(folder.path(), 0s, {}).error(), home_errc::locked_by_other);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(HomeLock::acquire(folder.path(), 0s, {}));
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST(home_lock, needs_a_folder) {
    const TemporaryFolder folder;
    EXPECT_EQ(HomeLock::acquire(folder.path() / "none", 0s, {}).error(), home_errc::no_home);
}

}  // namespace
}  // namespace clients
