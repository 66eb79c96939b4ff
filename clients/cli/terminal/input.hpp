// Lines from standard input, taken byte by byte so that what follows stays for the next reader. Internal to the terminal.
#pragma once

#include <cstddef>
#include <string_view>

#include "clients/cli/terminal/limits.hpp"
#include "crypto/secret.hpp"

namespace clients {

enum class Echo { shown, hidden };

// What reading a line ended with.
enum class LineEnd {
    complete,   // at its LF, or at the end of input after some bytes
    ended,      // the input had ended before
    too_long,   // the rest of the line was skipped
};

struct Line {
    LineEnd end = LineEnd::complete;
    crypto::SecretBytes text;  // without LF and CR LF
};

// Where a person is asked: standard input and standard error, or a terminal that stands for both.
struct Console {
    int input = 0;
    int output = 2;
};

// Writes `prompt` to the console and reads a line. With Echo::hidden its input must be a terminal. A signal that ends or
// stops the program first restores the terminal and then takes its course; after a stop the prompt is shown anew.
Line read_line(std::string_view prompt, Echo echo, std::size_t bytes_max, Console console = {});

void write_to(int output, std::string_view text);  // whole, unbuffered; a failure is nobody's concern
inline void write_to_error(std::string_view text) { write_to(2, text); }

}  // namespace clients
