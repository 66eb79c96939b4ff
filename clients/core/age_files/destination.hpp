// Where the result goes. Nothing is to be taken for whole before commit().
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <system_error>

#include "clients/core/files/new_file.hpp"

namespace clients::age_files {

class Destination {
public:
    Destination() = default;
    virtual ~Destination() = default;
    Destination(const Destination&) = delete;
    Destination& operator=(const Destination&) = delete;

    virtual void write(crypto::ByteView bytes) = 0;  // throws std::system_error
    [[nodiscard]] virtual std::error_code commit() = 0;
};

// A file that appears at commit(), readable to its owner alone. A pipe or device is written to at once. Errors: the system's.
std::expected<std::unique_ptr<Destination>, std::error_code> to_file(const std::filesystem::path& path, Existing existing);

// Standard output, at once.
std::unique_ptr<Destination> to_output();

// Standard output, at commit(): a terminal on which the input may still be typed, and that shows only what was verified.
// With `text_only` binary_to_terminal when the content has control characters other than LF, CR and TAB, or is not UTF-8.
// write() throws too_large_for_terminal above terminal_bytes_max.
enum class Shown { anything, text_only };
std::unique_ptr<Destination> to_terminal(Shown shown);

}  // namespace clients::age_files
