// `nfp unlock`, `lock` and `passphrase` as people use them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <thread>

#include "clients/core/home/key_holder.hpp"
#include "tests/integration/clients/cli_fixture.hpp"
#include "tests/support/background_program.hpp"
#include "tests/support/sanitized.hpp"

namespace clients::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::string_view passphrase = "a passphrase for tests";

struct Unlock : Cli {
    Unlock() : Cli({"fr"}) {}
    ~Unlock() override { asking({"lock"}); }

    // Without the passphrase: whoever asks for it finds the end of the input.
    ::test::Finished asking(std::vector<std::string> words, const std::string& who = "fr") {
        words.insert(words.begin(), {"/bin/sh", "-c", "exec \"$@\" </dev/null 2>&1", "sh", std::string(NFP_BIN_DIR) + "/nfp",
                                     "--home", net.home(who).string(), "--lang", "en"});
        return ::test::run(words);
    }
    void unlock(const std::string& time) {
        const auto done = nfp_aloud("fr", {"unlock", "--for", time});
        ASSERT_EQ(done.code, 0) << done.output;
        EXPECT_THAT(done.output, HasSubstr("unlocked until "));
    }
    fs::path socket() const { return net.home("fr") / "unlocked"; }
    // Of the process that holds the key, as the kernel knows it.
    pid_t holder() const {
        const int connected = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        socket().native().copy(address.sun_path, sizeof address.sun_path - 1);
        ucred peer{};
        socklen_t size = sizeof peer;
        EXPECT_EQ(::connect(connected, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        EXPECT_EQ(::getsockopt(connected, SOL_SOCKET, SO_PEERCRED, &peer, &size), 0);
        ::close(connected);
        return peer.pid;
    }
    static bool is_alive(pid_t process) {
        std::ifstream status("/proc/" + std::to_string(process) + "/stat");
        const std::string text{std::istreambuf_iterator<char>(status), {}};
        return !text.empty() && text.find(") Z ") == std::string::npos;  // ended, though nobody has asked how
    }
    static bool ends(pid_t process) {
        for (int i = 0; i < 100 && is_alive(process); ++i) std::this_thread::sleep_for(50ms);
        return !is_alive(process);
    }
};

TEST_F(Unlock, asks_once_for_a_morning_of_commands) {
    EXPECT_EQ(asking({"sync"}).code, 1) << "locked, and nobody types";
    unlock("60s");
    for (const std::string command : {"sync", "inbox", "directory"}) {
        const auto done = asking({command});
        EXPECT_EQ(done.code, 0) << done.output;
    }
    const auto status = asking({"status"});
    EXPECT_THAT(status.output, HasSubstr("unlocked until "));
    const auto state = json::parse(asking({"--json", "status"}).output);
    EXPECT_NEAR(static_cast<double>(state.at("unlocked_until").get<std::int64_t>()), static_cast<double>(unix_now() + 50), 15);

    EXPECT_EQ(asking({"lock"}).output, "locked\n");
    EXPECT_FALSE(fs::exists(fs::symlink_status(socket())));
    EXPECT_EQ(asking({"sync"}).code, 1);
    EXPECT_EQ(asking({"lock"}).output, "it was locked already\n");
    EXPECT_FALSE(json::parse(nfp("fr", {"--json", "status"}).output).contains("unlocked_until"));
}

TEST_F(Unlock, ends_by_itself_and_said_again_counts_anew) {
    unlock("60s");
    const pid_t first = holder();
    unlock("2s");
    EXPECT_TRUE(ends(first)) << "one holder at a time";
    const pid_t second = holder();
    EXPECT_EQ(asking({"sync"}).code, 0);
    EXPECT_TRUE(ends(second));
    EXPECT_EQ(asking({"sync"}).code, 1);
    EXPECT_FALSE(fs::exists(fs::symlink_status(socket())));
}

TEST_F(Unlock, needs_the_passphrase_even_where_it_is_unlocked_and_takes_no_other) {
    unlock("60s");
    EXPECT_EQ(asking({"unlock", "--for", "60s"}).code, 1);
    write("wrong", "another passphrase\n");
    fs::permissions(file("wrong"), fs::perms::owner_read | fs::perms::owner_write);
    const auto wrong = asking({"--passphrase-file", file("wrong"), "unlock"});
    EXPECT_EQ(wrong.code, 1);
    EXPECT_THAT(wrong.output, HasSubstr("the passphrase does not open"));
    EXPECT_EQ(asking({"--passphrase-file", file("wrong"), "sync"}).code, 1) << "what is said outright goes first";
    EXPECT_EQ(asking({"sync"}).code, 0) << "and the first still holds";
    for (const std::string time : {"0s", "13h", "15", "soon"}) {
        const auto refused = asking({"unlock", "--for", time});
        EXPECT_EQ(refused.code, 2);
        EXPECT_THAT(refused.output, HasSubstr("is not a time such as"));
    }
}

TEST_F(Unlock, outlives_its_terminal_and_holds_on_to_nothing_of_it) {
    unlock("60s");
    const fs::path process = "/proc/" + std::to_string(holder());
    std::ifstream stat(process / "stat");
    std::string word;
    std::vector<std::string> words;
    while (stat >> word) words.push_back(word);
    EXPECT_EQ(words.at(5), words.at(0)) << "its own session";
    EXPECT_EQ(words.at(6), "0") << "no terminal";
    for (const auto& one : fs::directory_iterator(process / "fd")) {
        const std::string target = fs::read_symlink(one.path());
        const bool own = target == "/dev/null" || target == net.home("fr").string() || target.starts_with("socket:") ||
                         target.starts_with("anon_inode:");
        EXPECT_TRUE(own) << target;
    }
    EXPECT_EQ(fs::read_symlink(process / "cwd"), "/");
}

TEST_F(Unlock, holder_keeps_no_passphrase_and_dumps_no_core) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can look into the holder's memory";
    if (::test::sanitized) GTEST_SKIP() << "AddressSanitizer keeps freed memory";
    unlock("60s");
    const auto key = held_key(net.home("fr"));
    ASSERT_TRUE(key);
    const fs::path process = "/proc/" + std::to_string(holder());
    std::ifstream maps(process / "maps"), memory(process / "mem", std::ios::binary);
    std::size_t bytes = 0, keys = 0, passphrases = 0;
    for (std::string line; std::getline(maps, line);) {
        if (line.find(" r") == std::string::npos || line.find("[v") != std::string::npos) continue;
        const auto begin = std::stoull(line, nullptr, 16), end = std::stoull(line.substr(line.find('-') + 1), nullptr, 16);
        std::string part(end - begin, '\0');
        memory.clear();
        memory.seekg(static_cast<std::streamoff>(begin));
        if (!memory.read(part.data(), static_cast<std::streamsize>(part.size()))) continue;
        bytes += part.size();
        const std::string_view secret(reinterpret_cast<const char*>(key->expose().data()), 32);
        for (std::size_t at = 0; (at = part.find(secret, at)) != std::string::npos; ++at) ++keys;
        for (std::size_t at = 0; (at = part.find(passphrase, at)) != std::string::npos; ++at) ++passphrases;
    }
    EXPECT_GT(bytes, 1'000'000U) << "its memory was looked through";
    EXPECT_GE(keys, 1U) << "what is there is found";
    EXPECT_EQ(passphrases, 0U);
    std::ifstream limits(process / "limits");
    const std::string text{std::istreambuf_iterator<char>(limits), {}};
    EXPECT_THAT(text, testing::ContainsRegex("Max core file size +0 +0 "));
}

TEST_F(Unlock, ends_on_a_signal_and_replaces_one_that_was_killed) {
    unlock("60s");
    const pid_t first = holder();
    ::kill(first, SIGTERM);
    EXPECT_TRUE(ends(first));
    EXPECT_FALSE(fs::exists(fs::symlink_status(socket())));
    unlock("60s");
    const pid_t second = holder();
    ::kill(second, SIGKILL);
    EXPECT_TRUE(ends(second));
    EXPECT_TRUE(fs::exists(fs::symlink_status(socket()))) << "nobody was there to remove it";
    EXPECT_EQ(asking({"sync"}).code, 1);
    unlock("60s");
    EXPECT_EQ(asking({"sync"}).code, 0);
}

TEST_F(Unlock, one_that_does_not_answer_is_said_to_be_so) {
    unlock("60s");
    const pid_t stopped = holder();
    ::kill(stopped, SIGSTOP);
    const auto lock = asking({"lock"});
    EXPECT_EQ(lock.code, 1);
    EXPECT_THAT(lock.output, HasSubstr("does not answer"));
    ::kill(stopped, SIGCONT);
    EXPECT_TRUE(ends(stopped)) << "what was asked meanwhile is done then";
}

TEST_F(Unlock, serves_commands_that_run_side_by_side) {
    unlock("60s");
    std::vector<std::unique_ptr<::test::BackgroundProgram>> many;
    for (int i = 0; i < 8; ++i)
        many.push_back(std::make_unique<::test::BackgroundProgram>(std::vector<std::string>{
            std::string(NFP_BIN_DIR) + "/nfp", "--home", net.home("fr").string(), "--lang", "en", "sync"}));
    for (const auto& one : many) EXPECT_EQ(one->wait(), 0) << one->errors();
}

TEST_F(Unlock, a_changed_passphrase_ends_it) {
    unlock("60s");
    const pid_t process = holder();
    const auto earlier = held_key(net.home("fr"));
    write("new", "a new passphrase for tests\n");
    fs::permissions(file("new"), fs::perms::owner_read | fs::perms::owner_write);
    const auto changed = nfp_aloud("fr", {"passphrase", "--new-passphrase-file", file("new")});
    EXPECT_EQ(changed.code, 0) << changed.output;
    EXPECT_TRUE(ends(process));
    EXPECT_EQ(asking({"sync"}).code, 1);
    EXPECT_EQ(nfp("fr", {"sync"}).code, 1) << "the old one";
    EXPECT_EQ(asking({"--passphrase-file", file("new"), "sync"}).code, 0);

    // Held from before the change, as by a holder that could not be ended: it opens nothing, and the person is asked.
    ASSERT_TRUE(earlier);
    KeyHolder stale(net.home("fr"), earlier->duplicate(), 60s);
    int stop[2];
    ASSERT_EQ(::pipe(stop), 0);
    std::thread thread([&] { stale.run(stop[0]); });
    const auto asked = asking({"sync"});
    EXPECT_EQ(asked.code, 1);
    EXPECT_THAT(asked.output, HasSubstr("the input ended before an answer"));
    EXPECT_EQ(::write(stop[1], "x", 1), 1);
    thread.join();
    for (const int end : stop) ::close(end);
}

TEST_F(Unlock, a_passphrase_is_changed_only_by_who_knows_it) {
    unlock("60s");
    write("new", "a new passphrase for tests\n");
    write("short", "short\n");
    for (const std::string name : {"new", "short"}) fs::permissions(file(name), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(asking({"passphrase", "--new-passphrase-file", file("new")}).code, 1) << "unlocked is not enough";
    EXPECT_EQ(asking({"--passphrase-file", file("new"), "passphrase", "--new-passphrase-file", file("new")}).code, 1);
    EXPECT_EQ(nfp("fr", {"passphrase", "--new-passphrase-file", file("short")}).code, 1);
    EXPECT_EQ(nfp("fr", {"sync"}).code, 0) << "nothing has changed";
}

}  // namespace
}  // namespace clients::test
