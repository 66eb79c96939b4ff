// The store key: 32 random bytes in a file outside the data folder, and the keys derived from it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "crypto/blind.hpp"
#include "crypto/box.hpp"
#include "crypto/kdf.hpp"

namespace gateway::store {

using StoreKey = crypto::Secret<32, struct StoreKeyTag>;

// Each from the store key by HKDF-SHA-256 with an info of its own: no key serves two uses.
struct StoreKeys {
    crypto::BoxKey seal;      // headers, enrolments      info `nfp-store-seal-v1`
    crypto::BlindKey blind;   // index tokens             info `nfp-store-blind-v1`
    crypto::BoxKey keys;      // the gateway's own keys   info `nfp-store-keys-v1`
};
StoreKeys derive_keys(const StoreKey& key);

// Reads a key file: one line, 64 hex digits or 44 characters of base64. Throws std::runtime_error when the file is absent,
// readable by others than its owner, malformed, or inside `data_folder`.
StoreKey read_store_key(const std::filesystem::path& file, const std::filesystem::path& data_folder);

// Writes a new random key with mode 0600, durably; never over an existing file. Throws std::runtime_error.
void create_store_key(const std::filesystem::path& file, const std::filesystem::path& data_folder);

// Where the key lies: the option, else the systemd credential `store-key`. Throws std::runtime_error when neither is given.
std::filesystem::path locate_store_key(const std::optional<std::filesystem::path>& option);

}  // namespace gateway::store
