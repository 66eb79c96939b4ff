// The person at the terminal: passphrases, questions, progress, and text that cannot act.
// Questions and progress go to standard error, answers come from standard input, so that output can be piped.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "clients/cli/terminal/limits.hpp"
#include "crypto/secret.hpp"
#include "protocol/content/visible.hpp"

namespace clients {

enum class terminal_errc {
    no_passphrase_file = 1,      // --passphrase-file does not exist or cannot be read
    passphrase_file_readable,    // others than its owner may read or write it
    passphrase_empty,
    passphrase_too_long,
    passphrase_too_short,        // a new one, below new_passphrase_bytes_min
    passphrases_differ,          // a new one, typed twice
    input_ended,                 // standard input ended before an answer
    no_terminal,                 // nobody to ask: no terminal, and standard input holds data
};
std::error_code make_error_code(terminal_errc e) noexcept;

// The first line of `file` when given; else from the terminal, unseen; else, when standard input is no terminal, its next line.
// A signal while typing restores the terminal before it acts. Nothing beyond the line is read from standard input.
[[nodiscard]] std::expected<crypto::SecretBytes, std::error_code> read_passphrase(
    std::string_view prompt, const std::optional<std::filesystem::path>& file);

// The same for a new passphrase: asked twice at a terminal, once elsewhere; at least new_passphrase_bytes_min.
[[nodiscard]] std::expected<crypto::SecretBytes, std::error_code> read_new_passphrase(
    std::string_view prompt, std::string_view prompt_again, const std::optional<std::filesystem::path>& file);

// The same where standard input is data: `file`, else whoever sits at the controlling terminal. A new one is asked twice,
// and may be of any length. Errors further: no_terminal.
[[nodiscard]] std::expected<crypto::SecretBytes, std::error_code> read_passphrase_at_terminal(
    std::string_view prompt, const std::optional<std::filesystem::path>& file);
[[nodiscard]] std::expected<crypto::SecretBytes, std::error_code> read_new_passphrase_at_terminal(
    std::string_view prompt, std::string_view prompt_again, const std::optional<std::filesystem::path>& file);
void tell_at_terminal(const crypto::SecretBytes& text);  // to the controlling terminal alone, or to nobody

// True for y, yes, o, oui in any case; anything else and the end of input are no. The question is written as it stands.
[[nodiscard]] bool confirm(std::string_view question);

// The next line without its end; nothing at the end of input.
[[nodiscard]] std::optional<std::string> ask_line(std::string_view question);

enum class Stream { input, output, error };
bool is_terminal(Stream stream = Stream::output);
std::size_t terminal_width();  // columns of standard output; 80 when it is no terminal

// Every text that somebody else wrote goes through one of these before it is printed.
using protocol::content::excerpt;
using protocol::content::visible;
using protocol::content::visible_line;

// One line on standard error while something takes longer than a second; gone when this is destroyed. Shows nothing when
// standard error is no terminal. Nothing else may write to the terminal meanwhile.
class Progress {
public:
    explicit Progress(std::string what);  // such as "fetching entries"
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void update(std::uint64_t done, std::uint64_t total);  // total 0: unknown. Thread-safe

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace clients
template <> struct std::is_error_code_enum<clients::terminal_errc> : std::true_type {};
