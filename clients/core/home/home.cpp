#include "clients/core/home/home.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "clients/core/home/home_file.hpp"
#include "clients/core/home/home_folder.hpp"
#include "crypto/random.hpp"

namespace clients {
namespace {

class Category final : public std::error_category {
public:
    const char* name() const noexcept override { return "home"; }
    std::string message(int value) const override {
        switch (static_cast<home_errc>(value)) {
            case home_errc::no_home:
                return "there is no home in this folder: create or join a network first, or name another folder";
            case home_errc::home_exists: return "there is a home in this folder already: name another folder";
            case home_errc::wrong_passphrase: return "the passphrase is wrong: try again";
            case home_errc::damaged_home: return "home.json is damaged: restore the folder from a backup";
            case home_errc::insecure_permissions:
                return "others can get at the folder, or it is not yours: take their rights away (chmod 700 FOLDER; chmod 600 "
                       "FOLDER/home.json)";
            case home_errc::newer_version: return "this home was written by a newer nfp: update nfp";
            case home_errc::locked_by_other: return "another nfp is working in this home: wait until it ends";
            case home_errc::holder_silent: return "the process that holds this home's key does not answer: end it";
            case home_errc::not_a_backup: return "this is not a backup of a home";
            case home_errc::folder_not_empty: return "there is something in this folder already: name another folder";
        }
        return "unknown home error";
    }
};
const Category category_instance;

std::unexpected<std::error_code> failed(home_errc e) { return std::unexpected(make_error_code(e)); }

void check_passphrase(const crypto::SecretBytes& passphrase) {
    if (passphrase.empty()) throw std::invalid_argument("a home needs a passphrase");
}

std::expected<HomeFile, std::error_code> read_home_file(const std::filesystem::path& path) {
    const auto text = read_home_text(path);
    if (!text) return std::unexpected(text.error());
    return parse_home_file(*text);
}

// Today's cost, unless somebody asked for more.
crypto::Argon2idCost renewed(const crypto::Argon2idCost& before) {
    const crypto::Argon2idCost today;
    return {.memory_kib = std::max(before.memory_kib, today.memory_kib), .passes = std::max(before.passes, today.passes)};
}

template <class SecretType>
SecretType derive(const VaultRoot& root, std::string_view info) {
    const auto bytes = crypto::hkdf_sha256(root.expose(), {}, info, SecretType::bytes_count);
    return SecretType(std::span<const std::uint8_t, SecretType::bytes_count>(bytes));
}

}  // namespace

std::error_code make_error_code(home_errc e) noexcept { return {static_cast<int>(e), category_instance}; }

Home::Home(std::filesystem::path path, const VaultRoot& root)
    : path_(std::move(path)),
      vault_key_(derive<crypto::BoxKey>(root, "nfp-home-vault-v1")),
      blind_key_(derive<crypto::BlindKey>(root, "nfp-home-blind-v1")) {}

std::expected<Home, std::error_code> Home::create(const std::filesystem::path& path, const crypto::SecretBytes& passphrase,
                                                  crypto::Argon2idCost cost) {
    check_passphrase(passphrase);
    if (!is_allowed(cost)) throw std::invalid_argument("the cost of a home's passphrase is at least 64 MiB and 3 passes");
    if (const auto error = prepare_home_folder(path)) return std::unexpected(error);
    // Looked at first only to save the work of Argon2id; write_home_text decides.
    if (has_home_file(path)) return failed(home_errc::home_exists);
    const auto root = crypto::random_secret<VaultRoot>();
    const auto file = seal_root(root, passphrase, cost);
    if (const auto error = write_home_text(path, home_file_text(file), Existing::keep)) return std::unexpected(error);
    return Home(path, root);
}

std::expected<Home, std::error_code> Home::open(const std::filesystem::path& path, const crypto::SecretBytes& passphrase) {
    const auto key = unlock(path, passphrase);
    if (!key) return std::unexpected(key.error());
    return open(path, *key);
}

std::error_code Home::check(const std::filesystem::path& path) {
    const auto file = read_home_file(path);
    return file ? std::error_code{} : file.error();
}

std::expected<Home, std::error_code> Home::open(const std::filesystem::path& path, const PassphraseKey& key) {
    const auto file = read_home_file(path);
    if (!file) return std::unexpected(file.error());
    const auto root = open_root(*file, key);
    if (!root) return failed(home_errc::wrong_passphrase);
    return Home(path, *root);
}

std::expected<PassphraseKey, std::error_code> Home::unlock(const std::filesystem::path& path,
                                                           const crypto::SecretBytes& passphrase) {
    check_passphrase(passphrase);
    const auto file = read_home_file(path);
    if (!file) return std::unexpected(file.error());
    auto key = passphrase_key(*file, passphrase);
    if (!open_root(*file, key)) return failed(home_errc::wrong_passphrase);
    return key;
}

std::error_code Home::change_passphrase(const std::filesystem::path& path, const PassphraseKey& present,
                                        const crypto::SecretBytes& next) {
    check_passphrase(next);
    const auto file = read_home_file(path);
    if (!file) return file.error();
    const auto root = open_root(*file, present);
    if (!root) return home_errc::wrong_passphrase;
    // Everything at rest hangs on the root, which stays; its seal is exchanged in one rename, so a crash leaves the old one or
    // the new one.
    const auto sealed = seal_root(*root, next, renewed(file->cost));
    return write_home_text(path, home_file_text(sealed), Existing::replace);
}

}  // namespace clients
