#include "clients/core/home/key_holder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "clients/core/home/holder_packets.hpp"
#include "clients/core/home/limits.hpp"
#include "clients/core/home/local_socket.hpp"
#include "crypto/random.hpp"
#include "tests/support/files.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clients {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::TemporaryFolder;

// A holder at work in a thread, until it ends or is stopped.
class Running {
public:
    Running(const fs::path& home, std::chrono::seconds time, const PassphraseKey& key)
        : holder_(std::make_unique<KeyHolder>(home, key.duplicate(), time)) {
        EXPECT_EQ(::pipe2(stop_.data(), O_CLOEXEC), 0);
        thread_ = std::thread([this] {
            holder_->run(stop_[0]);
            holder_.reset();
        });
    }
    ~Running() {
        stop();
        for (const int end : stop_) ::close(end);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    void stop() {
        if (!thread_.joinable()) return;
        EXPECT_EQ(::write(stop_[1], "x", 1), 1);
        thread_.join();
    }
    void wait_for_end() { thread_.join(); }

private:
    std::array<int, 2> stop_{};
    std::unique_ptr<KeyHolder> holder_;
    std::thread thread_;
};

struct key_holder : testing::Test {
    TemporaryFolder folder;
    fs::path home = folder.path() / "home";
    PassphraseKey key = crypto::random_secret<PassphraseKey>();
    key_holder() { make(home); }
    static void make(const fs::path& path) {
        fs::create_directories(path);
        fs::permissions(path, fs::perms::owner_all);
    }
    fs::path socket() const { return home / holder::socket_name; }
    bool gives_the_key() const {
        const auto held = held_key(home);
        return held && crypto::equal_constant_time(held->expose(), key.expose());
    }
    // What it answers to a packet; nothing when it hangs up.
    std::optional<std::string> answer_to(std::string_view packet) const {
        const auto folder_file = open_folder(home);
        const auto connected = connect_to(folder_file, holder::socket_name, 5s);
        if (!connected || !send_packet(*connected, crypto::as_bytes(packet))) return std::nullopt;
        std::array<std::uint8_t, 256> answer;
        const auto size = receive_packet(*connected, answer, 5s);
        if (!size) return std::nullopt;
        return crypto::to_text(crypto::ByteView(answer).first(*size));
    }
};

TEST(unlock_time, is_a_number_and_a_unit_within_half_a_day) {
    EXPECT_EQ(parse_unlock_time("90s"), 90s);
    EXPECT_EQ(parse_unlock_time("15m"), 15min);
    EXPECT_EQ(parse_unlock_time("2h"), 2h);
    EXPECT_EQ(parse_unlock_time("12h"), 12h);
    EXPECT_EQ(parse_unlock_time("43200s"), 12h);
    for (const char* text : {"", "15", "m", "15 m", " 15m", "15m ", "+15m", "-15m", "0s", "13h", "721m", "43201s", "1.5h", "15M",
                             "1d", "15mm", "9223372036854775807h", "99999999999999999999s"})
        EXPECT_FALSE(parse_unlock_time(text)) << text;
}

TEST_F(key_holder, gives_the_key_and_the_time_to_whoever_asks) {
    const Running holder(home, 100s, key);
    EXPECT_TRUE(gives_the_key());
    EXPECT_TRUE(gives_the_key());
    const auto left = held_for(home);
    ASSERT_TRUE(left);
    EXPECT_LE(*left, 100s);
    EXPECT_GE(*left, 90s);
    struct stat about {};
    ASSERT_EQ(::lstat(socket().c_str(), &about), 0);
    EXPECT_TRUE(S_ISSOCK(about.st_mode));
    EXPECT_EQ(about.st_mode & 0777u, 0600u);
}

TEST_F(key_holder, is_absent_until_there_is_one_and_after) {
    EXPECT_FALSE(held_key(home));
    EXPECT_FALSE(held_for(home / "none"));
    EXPECT_EQ(end_holder(home), false);
    Running holder(home, 100s, key);
    EXPECT_EQ(end_holder(home), true);
    EXPECT_FALSE(fs::exists(fs::symlink_status(socket()))) << "gone when the answer is there";
    EXPECT_FALSE(held_key(home));
    EXPECT_EQ(end_holder(home), false);
    holder.wait_for_end();
}

TEST_F(key_holder, ends_by_itself_when_the_time_is_over) {
    const auto start = std::chrono::steady_clock::now();
    Running holder(home, 1s, key);
    EXPECT_TRUE(gives_the_key());
    holder.wait_for_end();
    EXPECT_GE(std::chrono::steady_clock::now() - start, 1s);
    EXPECT_FALSE(held_key(home));
    EXPECT_FALSE(fs::exists(fs::symlink_status(socket())));
}

TEST_F(key_holder, ends_when_it_is_stopped) {
    Running holder(home, 100s, key);
    holder.stop();
    EXPECT_FALSE(held_key(home));
    EXPECT_FALSE(fs::exists(fs::symlink_status(socket())));
}

// The kernel says which clock a timer runs by.
TEST_F(key_holder, counts_the_time_that_the_machine_sleeps) {
    const Running holder(home, 100s, key);
    unsigned timers = 0;
    for (const auto& info : fs::directory_iterator("/proc/self/fdinfo")) {
        const std::string text = test::read_file(info.path());
        if (text.find("clockid:") == std::string::npos) continue;
        ++timers;
        EXPECT_NE(text.find("clockid: " + std::to_string(CLOCK_BOOTTIME)), std::string::npos) << text;
    }
    EXPECT_EQ(timers, 1U);
}

TEST_F(key_holder, refuses_a_time_without_end_or_reason) {
    EXPECT_THROW(KeyHolder(home, key.duplicate(), 0s), std::invalid_argument);
    EXPECT_THROW(KeyHolder(home, key.duplicate(), unlock_time_max + 1s), std::invalid_argument);
    EXPECT_FALSE(fs::exists(fs::symlink_status(socket())));
}

TEST_F(key_holder, works_below_a_path_longer_than_a_socket_address) {
    home = folder.path() / std::string(200, 'x') / std::string(200, 'y');
    make(home);
    const Running holder(home, 100s, key);
    EXPECT_TRUE(gives_the_key());
}

TEST_F(key_holder, answers_nothing_but_its_requests) {
    const Running holder(home, 100s, key);
    for (const std::string& packet :
         {std::string("nfp 2 key"), std::string("nfp 1 keys"), std::string("nfp 1 ke"), std::string(1, '\0'),
          std::string("nfp 1 key\n"), std::string(64, 'x'), std::string(65, 'x'), std::string(100'000, 'x')})
        EXPECT_FALSE(answer_to(packet)) << packet.size();
    EXPECT_TRUE(answer_to(holder::give_key));
    EXPECT_TRUE(gives_the_key());
}

TEST_F(key_holder, drops_who_connects_and_says_nothing) {
    const Running holder(home, 100s, key);
    const auto folder_file = open_folder(home);
    const auto silent = connect_to(folder_file, holder::socket_name, 5s);
    const auto gone = connect_to(folder_file, holder::socket_name, 5s);
    ASSERT_TRUE(silent && gone);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(gives_the_key());
    EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

TEST_F(key_holder, ends_in_time_though_somebody_dawdles) {
    Running holder(home, 1s, key);
    const auto folder_file = open_folder(home);
    std::this_thread::sleep_for(600ms);
    const auto late = connect_to(folder_file, holder::socket_name, 5s);
    ASSERT_TRUE(late);
    std::this_thread::sleep_for(600ms);  // connected before the end, asked after it
    send_packet(*late, crypto::as_bytes(holder::give_key));
    std::array<std::uint8_t, 64> answer;
    EXPECT_FALSE(receive_packet(*late, answer, 5s));
    holder.wait_for_end();
}

TEST_F(key_holder, takes_the_place_of_one_that_died) {
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const KeyHolder dead(home, key.duplicate(), 100s);
        [[maybe_unused]] const auto told = ::write(ready[1], "x", 1);
        ::pause();
    }
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    for (const int end : ready) ::close(end);
    EXPECT_TRUE(fs::exists(fs::symlink_status(socket()))) << "its socket is still there";
    EXPECT_FALSE(held_key(home));
    EXPECT_EQ(end_holder(home), false);
    const Running holder(home, 100s, key);
    EXPECT_TRUE(gives_the_key());
}

TEST_F(key_holder, that_does_not_answer_is_named) {
    const auto folder_file = open_folder(home);
    const auto deaf = listen_at(folder_file, holder::socket_name);
    EXPECT_EQ(end_holder(home).error(), home_errc::holder_silent);
    EXPECT_FALSE(held_key(home));
}

// With the rights of nobody, in a process of its own: 0 when it got an answer, 1 when it was hung up on, 2 when it could not
// connect.
int ask_as_nobody(const fs::path& home) {
    const pid_t child = ::fork();
    if (child == 0) {
        if (::setresgid(65534, 65534, 65534) != 0 || ::setresuid(65534, 65534, 65534) != 0) ::_exit(3);
        const int socket = ::socket(AF_UNIX, SOCK_SEQPACKET, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        (home / holder::socket_name).native().copy(address.sun_path, sizeof address.sun_path - 1);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) ::_exit(2);
        ::send(socket, holder::give_key.data(), holder::give_key.size(), MSG_NOSIGNAL);
        std::array<char, 64> answer;
        ::_exit(::recv(socket, answer.data(), answer.size(), 0) > 0 ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(key_holder, gives_another_user_nothing_even_where_the_folder_is_open) {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root to become another user";
    const Running holder(home, 100s, key);
    EXPECT_EQ(ask_as_nobody(home), 2) << "the folder keeps them out";
    for (const fs::path& path : {folder.path(), home}) fs::permissions(path, fs::perms(0755));
    EXPECT_EQ(ask_as_nobody(home), 2) << "the socket keeps them out";
    fs::permissions(socket(), fs::perms(0666));
    EXPECT_EQ(ask_as_nobody(home), 1) << "and the holder itself";
    EXPECT_TRUE(gives_the_key());
}

// The other way round: what listens in the home is not believed when it is somebody else's.
TEST_F(key_holder, of_another_user_is_not_asked) {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root to become another user";
    for (const fs::path& path : {folder.path(), home}) fs::permissions(path, fs::perms(0777));
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        if (::setresgid(65534, 65534, 65534) != 0 || ::setresuid(65534, 65534, 65534) != 0) ::_exit(3);
        const KeyHolder foreign(home, key.duplicate(), 100s);
        [[maybe_unused]] const auto told = ::write(ready[1], "x", 1);
        ::pause();
    }
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    EXPECT_FALSE(held_key(home));
    const auto ended = end_holder(home);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error(), home_errc::holder_silent);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    for (const int end : ready) ::close(end);
}

TEST_F(key_holder, keeps_its_key_in_locked_memory_that_no_child_gets) {
    const auto locked_kib = [] {
        const std::string status = test::read_file("/proc/self/status");
        return std::stoul(status.substr(status.find("VmLck:") + 6));
    };
    const auto without = locked_kib();
    LockedKey locked(key.duplicate());
    if (!::test::sanitized) {
        EXPECT_GE(locked_kib(), without + 4);  // AddressSanitizer makes nothing of mlock
    }
    EXPECT_TRUE(crypto::equal_constant_time(locked.expose(), key.expose()));
    const pid_t child = ::fork();
    if (child == 0) ::_exit(locked.expose()[0] == 0 && locked.expose()[31] == 0 ? 0 : 1);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    locked.wipe();
    const std::array<std::uint8_t, PassphraseKey::bytes_count> nothing{};
    EXPECT_TRUE(crypto::equal_constant_time(locked.expose(), nothing));
}

}  // namespace
}  // namespace clients
