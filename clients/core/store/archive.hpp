// A home as one SQLite file: nfp.db as it stands, and home.json in a table of its own. What is sealed in the home is sealed here.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace clients {

// Writes the new file `archive` from the database of `home`; its Stores may go on. Throws StoreError.
void write_archive(const std::filesystem::path& home, std::string_view home_text, const std::filesystem::path& archive);

// The reverse, in its place: takes the text of home.json out, and leaves nfp.db. Errors: home_errc::not_a_backup, newer_version.
// Throws StoreError when the disk refuses.
std::expected<std::string, std::error_code> unpack_archive(const std::filesystem::path& archive);

}  // namespace clients
