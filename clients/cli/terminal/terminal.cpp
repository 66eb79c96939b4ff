#include "clients/cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "clients/cli/terminal/input.hpp"

namespace clients {
namespace {

constexpr std::size_t width_default = 80;
constexpr std::array<std::string_view, 4> words_for_yes{"y", "yes", "o", "oui"};

int descriptor_of(Stream stream) {
    switch (stream) {
        case Stream::input: return STDIN_FILENO;
        case Stream::output: return STDOUT_FILENO;
        case Stream::error: return STDERR_FILENO;
    }
    return -1;
}

}  // namespace

std::optional<std::string> ask_line(std::string_view question) {
    const Line line = read_line(question, Echo::shown, typed_line_bytes_max);
    if (line.end != LineEnd::complete) return std::nullopt;  // a line that had to be cut is no answer
    return std::string(crypto::as_text(line.text));
}

bool confirm(std::string_view question) {
    auto answer = ask_line(question);
    if (!answer) return false;
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    std::erase_if(*answer, is_space);
    for (char& c : *answer)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return std::ranges::find(words_for_yes, *answer) != words_for_yes.end();
}

bool is_terminal(Stream stream) { return ::isatty(descriptor_of(stream)) == 1; }

std::size_t terminal_width() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return width_default;
    return size.ws_col;
}

}  // namespace clients
