// A person's folder on their machine: one vault key, sealed under the passphrase, from which everything at rest is sealed.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <system_error>

#include "crypto/blind.hpp"
#include "crypto/box.hpp"
#include "crypto/kdf.hpp"

namespace clients {

class FileDescriptor;

enum class home_errc {
    no_home = 1,           // the folder, or home.json in it, does not exist
    home_exists,           // there is a home already: never overwritten
    wrong_passphrase,      // the vault key does not open
    damaged_home,          // home.json is not what create() wrote, or asks for less or absurdly more than our Argon2id cost
    insecure_permissions,  // others may read or write the folder or home.json, or it belongs to somebody else
    newer_version,         // written by a newer nfp
    locked_by_other,       // another nfp kept the home for longer than our patience
    holder_silent,         // a process holds the key (key_holder.hpp) and does not answer
    not_a_backup,          // clients/core/backup: the content is not what a backup holds
    folder_not_empty,      // nothing is restored beside what is there
};
std::error_code make_error_code(home_errc e) noexcept;

// Random and unlike any other home's; the keys in use are derived from it.
using VaultRoot = crypto::Secret<32, struct VaultRootTag>;

// What Argon2id makes of the passphrase. It opens home.json until the passphrase is changed.
using PassphraseKey = crypto::Secret<32, struct PassphraseKeyTag>;

// The home, opened. Movable, not thread-safe to move; its const functions may be called from any thread.
class Home {
public:
    // Makes folder (0700) and home.json (0600): durable on return, or absent. A folder that exists is taken when it is empty or
    // already private. Errors: home_exists, insecure_permissions. Throws std::invalid_argument for an empty passphrase or a
    // cost below 64 MiB and 3 passes, std::system_error when the disk refuses.
    [[nodiscard]] static std::expected<Home, std::error_code> create(const std::filesystem::path& path,
                                                                     const crypto::SecretBytes& passphrase,
                                                                     crypto::Argon2idCost cost = {});
    // Is there one to open, before anybody is asked for its passphrase? no_home when not; insecure_permissions, damaged_home.
    [[nodiscard]] static std::error_code check(const std::filesystem::path& path);

    // Errors: no_home, wrong_passphrase, damaged_home, insecure_permissions, newer_version. Throws as create() does.
    [[nodiscard]] static std::expected<Home, std::error_code> open(const std::filesystem::path& path,
                                                                   const crypto::SecretBytes& passphrase);

    // The same with a key that unlock() gave. wrong_passphrase: the passphrase was changed since.
    [[nodiscard]] static std::expected<Home, std::error_code> open(const std::filesystem::path& path, const PassphraseKey& key);

    // The work of Argon2id by itself; the key opens the home as it stands. Errors and exceptions as open().
    [[nodiscard]] static std::expected<PassphraseKey, std::error_code> unlock(const std::filesystem::path& path,
                                                                              const crypto::SecretBytes& passphrase);
    // Seals the vault key anew: fresh salt, today's cost. Durable on return; a crash leaves a home that opens with the old or
    // with the new passphrase. The caller holds the HomeLock. Errors and exceptions as open().
    [[nodiscard]] static std::error_code change_passphrase(const std::filesystem::path& path, const PassphraseKey& present,
                                                           const crypto::SecretBytes& next);

    const std::filesystem::path& path() const noexcept { return path_; }
    const crypto::BoxKey& vault_key() const noexcept { return vault_key_; }   // seals values
    const crypto::BlindKey& blind_key() const noexcept { return blind_key_; }  // makes index tokens

private:
    Home(std::filesystem::path path, const VaultRoot& root);

    std::filesystem::path path_;
    crypto::BoxKey vault_key_;
    crypto::BlindKey blind_key_;
};

// Holds home/lock (flock) from acquire() until destruction. The system lets go of it when the process dies, however it dies.
class HomeLock {
public:
    // Waits for another nfp at most `patience`; calls `on_wait` once when that takes longer than a second. A second lock in
    // the same process waits too. Errors: no_home, locked_by_other. Throws std::system_error when the lock file cannot be opened.
    [[nodiscard]] static std::expected<HomeLock, std::error_code> acquire(const std::filesystem::path& home,
                                                                          std::chrono::seconds patience,
                                                                          const std::function<void()>& on_wait);
    HomeLock(HomeLock&& other) noexcept;
    HomeLock& operator=(HomeLock&& other) noexcept;
    ~HomeLock();

private:
    explicit HomeLock(FileDescriptor file) noexcept;
    std::unique_ptr<FileDescriptor> file_;  // null: moved from
};

}  // namespace clients
template <> struct std::is_error_code_enum<clients::home_errc> : std::true_type {};
