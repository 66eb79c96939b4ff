// The folder of a home and the file home.json in it: private, and whole at any time. Internal to home and backup.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "clients/core/files/new_file.hpp"

namespace clients {

// Makes the folder (0700), or takes one that is private or empty. Errors: insecure_permissions. Throws std::system_error.
[[nodiscard]] std::error_code prepare_home_folder(const std::filesystem::path& path);

bool has_home_file(const std::filesystem::path& folder);

// Errors: no_home, insecure_permissions, damaged_home. Throws std::system_error.
std::expected<std::string, std::error_code> read_home_text(const std::filesystem::path& folder);

// Durable on return; after a crash there is the new file, or what was before. Errors: home_exists (Existing::keep). Throws
// std::system_error.
[[nodiscard]] std::error_code write_home_text(const std::filesystem::path& folder, std::string_view text, Existing existing);

}  // namespace clients
