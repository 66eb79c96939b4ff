#include "tests/unit/clients/terminal/with_terminal.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <chrono>

namespace clients::test {
namespace {

constexpr std::chrono::seconds patience{60};  // scrypt takes seconds on a busy machine

void write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const auto count = ::write(file, text.data(), text.size());
        if (count <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::string read_all(int file) {
    std::string out;
    std::array<char, 1024> buffer;
    for (ssize_t count = 0; (count = ::read(file, buffer.data(), buffer.size())) > 0;)
        out.append(buffer.data(), static_cast<std::size_t>(count));
    return out;
}

}  // namespace

AtTerminal::AtTerminal(const std::function<std::string()>& work) {
    std::array<int, 2> result{};
    if (::pipe(result.data()) != 0) throw std::runtime_error("pipe");
    process_ = ::forkpty(&master_, nullptr, nullptr, nullptr);
    if (process_ == 0) {
        ::close(result[0]);
        write_all(result[1], work());
        ::_exit(0);
    }
    ::close(result[1]);
    result_file_ = result[0];
}

AtTerminal::~AtTerminal() {
    if (!ended_) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, &status_, 0);
    }
    ::close(master_);
    ::close(result_file_);
}

void AtTerminal::type(std::string_view keys) { write_all(master_, keys); }

bool AtTerminal::read_some(int timeout_ms) {
    pollfd output{.fd = master_, .events = POLLIN, .revents = 0};
    if (::poll(&output, 1, timeout_ms) <= 0) return true;  // nothing yet
    std::array<char, 1024> buffer;
    const auto count = ::read(master_, buffer.data(), buffer.size());
    if (count <= 0) return false;  // the other end is closed
    shown_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

const std::string& AtTerminal::wait_for(std::string_view text) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (shown_.find(text) == std::string::npos) {
        if (!read_some(50) || std::chrono::steady_clock::now() > deadline) {
            ADD_FAILURE() << "never shown: " << text << "\nshown: " << shown_;
            break;
        }
    }
    return shown_;
}

const std::string& AtTerminal::wait_for_end() {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!ended_) {
        ended_ = ::waitpid(process_, &status_, WNOHANG) == process_;
        if (!ended_) read_some(20);
        if (!ended_ && std::chrono::steady_clock::now() > deadline) {
            ADD_FAILURE() << "does not end; shown: " << shown_;
            return shown_;
        }
    }
    for (std::size_t before = shown_.size() + 1; before != shown_.size();) {
        before = shown_.size();
        read_some(20);
    }
    result_ = read_all(result_file_);
    return shown_;
}

bool AtTerminal::echoes() const {
    termios settings{};
    EXPECT_EQ(::tcgetattr(master_, &settings), 0);  // on Linux the master shows the terminal's settings
    return (settings.c_lflag & ECHO) != 0;
}

void AtTerminal::wait_until_hidden() {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (echoes()) {
        if (std::chrono::steady_clock::now() > deadline) {
            ADD_FAILURE() << "what is typed still shows";
            return;
        }
        ::usleep(1000);
    }
}

void AtTerminal::set_width(unsigned short columns) {
    const winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    EXPECT_EQ(::ioctl(master_, TIOCSWINSZ, &size), 0);
}

std::string with_input(std::string_view input, const std::function<std::string()>& work) {
    // A file: whoever writes to a pipe waits for its reader, or is ended by one that left without reading.
    const int in = ::memfd_create("input", 0);
    std::array<int, 2> result{};
    if (in < 0 || ::pipe(result.data()) != 0) throw std::runtime_error("with_input");
    write_all(in, input);
    ::lseek(in, 0, SEEK_SET);
    const pid_t process = ::fork();
    if (process == 0) {
        ::dup2(in, STDIN_FILENO);
        ::close(in);
        ::close(result[0]);
        write_all(result[1], work());
        ::_exit(0);
    }
    ::close(in);
    ::close(result[1]);
    const std::string out = read_all(result[0]);
    ::close(result[0]);
    ::waitpid(process, nullptr, 0);
    return out;
}

}  // namespace clients::test
