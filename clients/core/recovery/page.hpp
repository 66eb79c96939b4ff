// Sheets as pages: made in memory that is wiped, shown once or written once.
#pragma once

#include <filesystem>

#include "clients/core/messages/messages.hpp"
#include "clients/core/recovery/sheet.hpp"

namespace clients::recovery {

enum class Medium {
    paper,     // dark modules are drawn: black ink on white
    terminal,  // colours are set as well, so that the code can be read whatever the terminal's are
};

// Plain text of at most text_page_columns columns, the code of a part excepted (65); ends with a line feed. Titles in `language`,
// instructions in both, that one first.
crypto::SecretBytes text_page(const Sheet& sheet, Language language, Medium medium);

// The same as an SVG 1.1 page of A4, in millimetres; it refers to nothing outside itself.
crypto::SecretBytes svg_page(const Sheet& sheet, Language language);

// To a new file that its owner alone can read, whole or not at all. Errors: std::errc::file_exists (the file is kept), others of
// the system's.
[[nodiscard]] std::error_code write_page(const std::filesystem::path& path, const crypto::SecretBytes& page);

}  // namespace clients::recovery
