// The text of home.json: how the vault root is sealed. One canonical JSON object and LF.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "clients/core/home/home.hpp"

namespace clients {

// Bounds of what open() accepts: below, the passphrase is too easy to guess; above, the file is a trap that takes all memory.
inline constexpr crypto::Argon2idCost home_cost_min{.memory_kib = 64 * 1024, .passes = 3};
inline constexpr crypto::Argon2idCost home_cost_max{.memory_kib = 4 * 1024 * 1024, .passes = 100};
bool is_allowed(const crypto::Argon2idCost& cost) noexcept;

inline constexpr std::size_t home_file_bytes_max = 4096;  // five short fields

struct HomeFile {
    crypto::Argon2idCost cost;
    crypto::Argon2Salt salt{};
    crypto::Bytes sealed_root;  // crypto::box under the passphrase's key
    bool operator==(const HomeFile&) const = default;
};

HomeFile seal_root(const VaultRoot& root, const crypto::SecretBytes& passphrase, crypto::Argon2idCost cost);
// Nothing when the passphrase is not the one it was sealed with.
std::optional<VaultRoot> open_root(const HomeFile& file, const crypto::SecretBytes& passphrase);

std::string home_file_text(const HomeFile& file);
// Errors: damaged_home, newer_version.
std::expected<HomeFile, std::error_code> parse_home_file(std::string_view text);

}  // namespace clients
