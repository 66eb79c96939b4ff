#include <gtest/gtest.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <iostream>

#include "clients/core/home/home.hpp"
#include "clients/core/home/home_file.hpp"
#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clients {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

const crypto::SecretBytes old_words = crypto::to_secret("the passphrase before");
const crypto::SecretBytes new_words = crypto::to_secret("the passphrase after");

HomeFile file_in(const fs::path& folder) { return *parse_home_file(test::read_file(folder / "home.json")); }

TEST(passphrase_change, lets_the_new_one_open_the_same_home_and_the_old_one_no_more) {
    const TemporaryFolder folder;
    const auto made = Home::create(folder.path(), old_words);
    const auto salt = file_in(folder.path()).salt;
    const auto key = Home::unlock(folder.path(), old_words);
    ASSERT_TRUE(key);
    EXPECT_FALSE(Home::change_passphrase(folder.path(), *key, new_words));
    const auto opened = Home::open(folder.path(), new_words);
    ASSERT_TRUE(opened);
    EXPECT_TRUE(crypto::equal_constant_time(made->vault_key().expose(), opened->vault_key().expose()));
    EXPECT_EQ(Home::open(folder.path(), old_words).error(), home_errc::wrong_passphrase);
    EXPECT_EQ(Home::open(folder.path(), *key).error(), home_errc::wrong_passphrase) << "a key that somebody still holds";
    EXPECT_NE(file_in(folder.path()).salt, salt);
}

TEST(passphrase_change, needs_the_present_key_and_keeps_the_file_without_it) {
    const TemporaryFolder folder;
    ASSERT_TRUE(Home::create(folder.path(), old_words));
    const std::string text = test::read_file(folder.path() / "home.json");
    const PassphraseKey wrong(std::array<std::uint8_t, PassphraseKey::bytes_count>{});
    EXPECT_EQ(Home::change_passphrase(folder.path(), wrong, new_words), home_errc::wrong_passphrase);
    EXPECT_THROW((void)Home::change_passphrase(folder.path(), wrong, {}), std::invalid_argument);
    EXPECT_EQ(test::read_file(folder.path() / "home.json"), text);
    EXPECT_EQ(Home::unlock(folder.path(), new_words).error(), home_errc::wrong_passphrase);
}

TEST(passphrase_change, never_makes_guessing_cheaper) {
    const TemporaryFolder folder;
    const crypto::Argon2idCost dear{.memory_kib = 96 * 1024, .passes = 3};
    ASSERT_TRUE(Home::create(folder.path(), old_words, dear));
    EXPECT_FALSE(Home::change_passphrase(folder.path(), *Home::unlock(folder.path(), old_words), new_words));
    EXPECT_EQ(file_in(folder.path()).cost, dear);
}

// What of the change can be seen on the disk.
bool touches_the_disk(std::uint64_t call) {
    for (const auto one : {SYS_openat, SYS_write, SYS_fsync, SYS_linkat, SYS_renameat2, SYS_unlinkat, SYS_close})
        if (call == static_cast<std::uint64_t>(one)) return true;
    return false;
}

// Runs the change in a process that is killed right before its call number `count`; true when it was done before that.
bool change_killed_before(const fs::path& home, const PassphraseKey& key, unsigned count) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
        std::raise(SIGSTOP);
        ::_exit(Home::change_passphrase(home, key, new_words) ? 1 : 0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSTOPPED(status));
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    unsigned seen = 0;
    while (::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr) == 0 && ::waitpid(child, &status, 0) == child &&
           WIFSTOPPED(status)) {
        __ptrace_syscall_info info{};
        ::ptrace(PTRACE_GET_SYSCALL_INFO, child, reinterpret_cast<void*>(sizeof info), &info);
        if (info.op != PTRACE_SYSCALL_INFO_ENTRY || !touches_the_disk(info.entry.nr) || ++seen <= count) continue;
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
        return false;
    }
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return true;
}

TEST(passphrase_change, killed_at_any_step_leaves_a_home_that_opens_with_one_of_the_two) {
    const TemporaryFolder folder;
    const auto home = folder.path() / "home";
    const auto made = Home::create(home, old_words);
    const std::string text = test::read_file(home / "home.json");
    const auto key = Home::unlock(home, old_words);
    ASSERT_TRUE(key);
    unsigned old_ones = 0, new_ones = 0;
    for (bool done = false; !done;) {
        test::write_file(home / "home.json", text);
        done = change_killed_before(home, *key, old_ones + new_ones);
        auto opened = Home::open(home, *key);
        ++(opened ? old_ones : new_ones);
        if (!opened) opened = Home::open(home, new_words);
        ASSERT_TRUE(opened) << "killed before call " << old_ones + new_ones - 1;
        EXPECT_TRUE(crypto::equal_constant_time(made->vault_key().expose(), opened->vault_key().expose()));
    }
    EXPECT_GE(old_ones, 6U) << "before opening, writing, syncing, naming and renaming";
    EXPECT_GE(new_ones, 2U) << "before the folder is synced, and when all was done";
    std::cout << "killed before each of " << old_ones + new_ones - 1 << " calls: " << old_ones
              << " times the old one opens, then the new one\n";
}

}  // namespace
}  // namespace clients
