// The text of home.json: how the vault root is sealed. One canonical JSON object and LF.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "clients/core/home/home.hpp"
#include "clients/core/home/limits.hpp"

namespace clients {

// Within the bounds of limits.hpp.
bool is_allowed(const crypto::Argon2idCost& cost) noexcept;

struct HomeFile {
    crypto::Argon2idCost cost;
    crypto::Argon2Salt salt{};
    crypto::Bytes sealed_root;  // crypto::box under the PassphraseKey
    bool operator==(const HomeFile&) const = default;
};

PassphraseKey passphrase_key(const HomeFile& file, const crypto::SecretBytes& passphrase);  // by the file's salt and cost

HomeFile seal_root(const VaultRoot& root, const crypto::SecretBytes& passphrase, crypto::Argon2idCost cost);
// Nothing when the key is not the one it was sealed with.
std::optional<VaultRoot> open_root(const HomeFile& file, const PassphraseKey& key);

std::string home_file_text(const HomeFile& file);
// Errors: damaged_home, newer_version.
std::expected<HomeFile, std::error_code> parse_home_file(std::string_view text);

}  // namespace clients
