#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "clients/cli/terminal.hpp"
#include "clients/cli/terminal/input.hpp"

namespace clients {
namespace {

using Passphrase = std::expected<crypto::SecretBytes, std::error_code>;

class Category final : public std::error_category {
public:
    const char* name() const noexcept override { return "terminal"; }
    std::string message(int value) const override {
        switch (static_cast<terminal_errc>(value)) {
            case terminal_errc::no_passphrase_file: return "the passphrase file cannot be read: check its name and its rights";
            case terminal_errc::passphrase_file_readable:
                return "others can read or change the passphrase file: take their rights away (chmod 600 FILE)";
            case terminal_errc::passphrase_empty: return "the passphrase is empty";
            case terminal_errc::passphrase_too_long: return "the passphrase is longer than 1024 bytes";
            case terminal_errc::passphrase_too_short:
                return "the passphrase is too short: take at least 8 characters, better a few words";
            case terminal_errc::passphrases_differ: return "the two passphrases differ: try again";
            case terminal_errc::input_ended: return "the input ended before an answer";
            case terminal_errc::no_terminal: return "there is no terminal to ask for the passphrase: use --passphrase-file";
        }
        return "unknown terminal error";
    }
};
const Category category_instance;

std::unexpected<std::error_code> failed(terminal_errc e) { return std::unexpected(make_error_code(e)); }

Passphrase checked(Line line) {
    if (line.end == LineEnd::too_long) return failed(terminal_errc::passphrase_too_long);
    if (line.end == LineEnd::ended) return failed(terminal_errc::input_ended);
    if (line.text.empty()) return failed(terminal_errc::passphrase_empty);
    return std::move(line.text);
}

// At most passphrase_bytes_max and the line's end are read, into memory that wipes itself.
std::optional<crypto::SecretBytes> read_start(int file) {
    crypto::SecretBytes bytes(passphrase_bytes_max + 2);
    std::size_t count = 0;
    while (count < bytes.size()) {
        const auto more = ::read(file, bytes.data() + count, bytes.size() - count);
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return std::nullopt;
        if (more == 0) break;
        count += static_cast<std::size_t>(more);
    }
    bytes.resize(count);
    return bytes;
}

Passphrase from_file(const std::filesystem::path& path) {
    // A pipe as made by <(...) is welcome, and may wait for its writer.
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return failed(terminal_errc::no_passphrase_file);
    struct stat about {};
    const bool seen = ::fstat(file, &about) == 0 && !S_ISDIR(about.st_mode);
    const bool open_to_others = (about.st_mode & 077) != 0;
    auto bytes = seen && !open_to_others ? read_start(file) : std::nullopt;
    ::close(file);
    if (seen && open_to_others) return failed(terminal_errc::passphrase_file_readable);
    if (!bytes) return failed(terminal_errc::no_passphrase_file);

    const auto end = std::ranges::find(*bytes, std::uint8_t{'\n'});
    Line line{.end = LineEnd::complete, .text = {bytes->begin(), end}};
    if (!line.text.empty() && line.text.back() == '\r') line.text.pop_back();
    if (line.text.size() > passphrase_bytes_max) line.end = LineEnd::too_long;
    return checked(std::move(line));
}

Passphrase from_input(std::string_view prompt) {
    const bool person = is_terminal(Stream::input);
    return checked(read_line(person ? prompt : std::string_view{}, person ? Echo::hidden : Echo::shown, passphrase_bytes_max));
}

// The terminal of the session, whatever the standard streams are; else standard input, when a person sits there.
class ControllingTerminal {
public:
    ControllingTerminal() : file_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {}
    ~ControllingTerminal() {
        if (file_ >= 0) ::close(file_);
    }
    ControllingTerminal(const ControllingTerminal&) = delete;
    ControllingTerminal& operator=(const ControllingTerminal&) = delete;

    std::optional<Console> console() const {
        if (file_ >= 0) return Console{.input = file_, .output = file_};
        return is_terminal(Stream::input) ? std::optional(Console{}) : std::nullopt;
    }

private:
    int file_;
};

}  // namespace

std::error_code make_error_code(terminal_errc e) noexcept { return {static_cast<int>(e), category_instance}; }

std::expected<crypto::SecretBytes, std::error_code> read_passphrase(std::string_view prompt,
                                                                    const std::optional<std::filesystem::path>& file) {
    return file ? from_file(*file) : from_input(prompt);
}

std::expected<crypto::SecretBytes, std::error_code> read_new_passphrase(std::string_view prompt, std::string_view prompt_again,
                                                                        const std::optional<std::filesystem::path>& file) {
    auto passphrase = read_passphrase(prompt, file);
    if (!passphrase) return passphrase;
    if (passphrase->size() < new_passphrase_bytes_min) return failed(terminal_errc::passphrase_too_short);
    if (!file && is_terminal(Stream::input)) {
        const auto again = read_passphrase(prompt_again, file);
        if (!again) return std::unexpected(again.error());
        if (!crypto::equal_constant_time(*passphrase, *again)) return failed(terminal_errc::passphrases_differ);
    }
    return passphrase;
}

Passphrase read_passphrase_at_terminal(std::string_view prompt, const std::optional<std::filesystem::path>& file) {
    if (file) return from_file(*file);
    const ControllingTerminal terminal;
    const auto console = terminal.console();
    if (!console) return failed(terminal_errc::no_terminal);
    return checked(read_line(prompt, Echo::hidden, passphrase_bytes_max, *console));
}

Passphrase read_new_passphrase_at_terminal(std::string_view prompt, std::string_view prompt_again,
                                           const std::optional<std::filesystem::path>& file) {
    auto passphrase = read_passphrase_at_terminal(prompt, file);
    if (!passphrase || file) return passphrase;
    const auto again = read_passphrase_at_terminal(prompt_again, file);
    if (!again && again.error() == terminal_errc::passphrase_empty) return failed(terminal_errc::passphrases_differ);
    if (!again) return std::unexpected(again.error());
    if (!crypto::equal_constant_time(*passphrase, *again)) return failed(terminal_errc::passphrases_differ);
    return passphrase;
}

void tell_at_terminal(const crypto::SecretBytes& text) {
    const ControllingTerminal terminal;
    if (const auto console = terminal.console()) write_to(console->output, crypto::as_text(text));
}

}  // namespace clients
