#include "clients/cli/terminal/input.hpp"

#include <poll.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <stdexcept>

namespace clients {
namespace {

// Signals that would leave the terminal without echo. SIGCHLD, SIGWINCH and the like go on as they were.
constexpr std::array caught_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGALRM, SIGPIPE};

volatile sig_atomic_t caught = 0;

void note_signal(int signal) { caught = signal; }

// Blocks the signals, so that they arrive in read_byte's poll and nowhere else, and gives everything back at its end.
class SignalGuard {
public:
    SignalGuard() {
        caught = 0;
        sigset_t blocked;
        sigemptyset(&blocked);
        for (const int signal : caught_signals) sigaddset(&blocked, signal);
        pthread_sigmask(SIG_BLOCK, &blocked, &before_);
        struct sigaction note {};
        note.sa_handler = note_signal;  // without SA_RESTART: the poll has to end
        sigemptyset(&note.sa_mask);
        for (std::size_t i = 0; i < caught_signals.size(); ++i) {
            sigaction(caught_signals[i], nullptr, &actions_[i]);
            if (actions_[i].sa_handler != SIG_IGN) sigaction(caught_signals[i], &note, nullptr);
        }
    }
    ~SignalGuard() {
        for (std::size_t i = 0; i < caught_signals.size(); ++i) sigaction(caught_signals[i], &actions_[i], nullptr);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    SignalGuard(const SignalGuard&) = delete;
    SignalGuard& operator=(const SignalGuard&) = delete;

    const sigset_t& mask_before() const { return before_; }

private:
    sigset_t before_;
    std::array<struct sigaction, caught_signals.size()> actions_;
};

// Echo off while it lives. TCSAFLUSH drops what was typed before the question, so nothing of it is taken for the passphrase.
class EchoOff {
public:
    explicit EchoOff(int terminal) : terminal_(terminal) {
        if (tcgetattr(terminal_, &before_) != 0) throw std::runtime_error("the terminal's settings cannot be read");
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
        hidden.c_lflag |= ICANON | ISIG;
        if (tcsetattr(terminal_, TCSAFLUSH, &hidden) != 0)
            throw std::runtime_error("the terminal cannot hide what is typed: use --passphrase-file");
    }
    ~EchoOff() { tcsetattr(terminal_, TCSANOW, &before_); }
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

private:
    int terminal_;
    termios before_;
};

enum class Got { byte, end, signal };

Got read_byte(int file, const sigset_t& mask, std::uint8_t& byte) {
    while (true) {
        pollfd input{.fd = file, .events = POLLIN, .revents = 0};
        // The one place where the signals are let through, and the look at `caught` cannot miss one.
        if (ppoll(&input, 1, nullptr, &mask) < 0) {
            if (errno != EINTR) throw std::runtime_error("standard input cannot be read");
            if (caught != 0) return Got::signal;
            continue;
        }
        const auto count = ::read(file, &byte, 1);
        if (count == 1) return Got::byte;
        if (count == 0) return Got::end;
        if (errno == EIO) return Got::end;  // the terminal is gone
        if (errno != EINTR && errno != EAGAIN) throw std::runtime_error("standard input cannot be read");
    }
}

// Nothing when a signal came.
std::optional<Line> take_line(int file, const sigset_t& mask, std::size_t bytes_max) {
    Line line;
    line.text.reserve(bytes_max);  // grows no more: no copies of a passphrase are made
    for (std::uint8_t byte = 0;;) {
        const Got got = read_byte(file, mask, byte);
        if (got == Got::signal) return std::nullopt;
        if (got == Got::end) {
            if (line.text.empty() && line.end == LineEnd::complete) line.end = LineEnd::ended;
            break;
        }
        if (byte == '\n') break;
        if (line.text.size() == bytes_max)
            line.end = LineEnd::too_long;
        else
            line.text.push_back(byte);
    }
    if (!line.text.empty() && line.text.back() == '\r') line.text.pop_back();
    return line;
}

std::optional<Line> ask_once(std::string_view prompt, Echo echo, std::size_t bytes_max, Console console) {
    SignalGuard signals;
    write_to(console.output, prompt);
    if (echo == Echo::shown) return take_line(console.input, signals.mask_before(), bytes_max);
    const EchoOff hidden(console.input);
    auto line = take_line(console.input, signals.mask_before(), bytes_max);
    write_to(console.output, "\n");  // the one that was typed did not show
    return line;
}

}  // namespace

Line read_line(std::string_view prompt, Echo echo, std::size_t bytes_max, Console console) {
    while (true) {
        if (auto line = ask_once(prompt, echo, bytes_max, console)) return std::move(*line);
        // Terminal and handlers are as they were: now the signal, a valid one, does what it does. After a stop we come back here.
        (void)::raise(static_cast<int>(caught));
    }
}

void write_to(int output, std::string_view text) {
    while (!text.empty()) {
        const auto count = ::write(output, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

}  // namespace clients
