#include "clients/core/home/home.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include "clients/core/files/file_descriptor.hpp"
#include "clients/core/home/home_file.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace clients {
namespace {

constexpr const char* file_name = "home.json";

class Category final : public std::error_category {
public:
    const char* name() const noexcept override { return "home"; }
    std::string message(int value) const override {
        switch (static_cast<home_errc>(value)) {
            case home_errc::no_home: return "there is no home in this folder: create or join a network first, or name another folder";
            case home_errc::home_exists: return "there is a home in this folder already: name another folder";
            case home_errc::wrong_passphrase: return "the passphrase is wrong: try again";
            case home_errc::damaged_home: return "home.json is damaged: restore the folder from a backup";
            case home_errc::insecure_permissions:
                return "others can get at the folder, or it is not yours: take their rights away (chmod 700 FOLDER; chmod 600 "
                       "FOLDER/home.json)";
            case home_errc::newer_version: return "this home was written by a newer nfp: update nfp";
            case home_errc::locked_by_other: return "another nfp is working in this home: wait until it ends";
        }
        return "unknown home error";
    }
};
const Category category_instance;

std::unexpected<std::error_code> failed(home_errc e) { return std::unexpected(make_error_code(e)); }

void check_passphrase(const crypto::SecretBytes& passphrase) {
    if (passphrase.empty()) throw std::invalid_argument("a home needs a passphrase");
}

// True when nobody but this user has any right to it.
bool is_private(const struct stat& about) { return about.st_uid == ::geteuid() && (about.st_mode & 077) == 0; }

bool is_empty_folder(const std::filesystem::path& path) { return std::filesystem::is_empty(path); }

// Makes the folder, or takes one that is there.
std::error_code prepare_folder(const std::filesystem::path& path) {
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
    if (::mkdir(path.c_str(), 0700) == 0) {
        const FileDescriptor parent = open_folder(path.has_parent_path() ? path.parent_path() : ".");
        if (::fsync(parent.get()) != 0) throw_errno("cannot make the folder " + path.string());
        return {};
    }
    if (errno != EEXIST) throw_errno("cannot make the folder " + path.string());
    const FileDescriptor folder = open_folder(path);
    struct stat about {};
    if (::fstat(folder.get(), &about) != 0) throw_errno("cannot look at " + path.string());
    if (is_private(about)) return {};
    // An empty folder of ours holds nothing that closing it could take from anybody.
    if (about.st_uid != ::geteuid() || !is_empty_folder(path)) return home_errc::insecure_permissions;
    if (::fchmod(folder.get(), 0700) != 0) throw_errno("cannot close the folder " + path.string() + " to others");
    return {};
}

// Writes home.json, which is there and whole afterwards, or not there at all. False when there is one already.
bool write_new_file(const std::filesystem::path& folder_path, std::string_view text) {
    const FileDescriptor folder = open_folder(folder_path);
    const std::string temporary = "home.json.new-" + crypto::hex_encode(crypto::random_array<8>());

    // 1. The text under a name that nobody reads. A crash here leaves a file that holds nothing in clear.
    {
        const FileDescriptor file(::openat(folder.get(), temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!file) throw_errno("cannot write to " + folder_path.string());
        write_all(file, text);
        if (::fsync(file.get()) != 0) throw_errno("cannot write to " + folder_path.string());
    }
    // 2. The name, only if it is free: of two that create at once, one fails.
    const int renamed = ::renameat2(folder.get(), temporary.c_str(), folder.get(), file_name, RENAME_NOREPLACE);
    const int why = renamed == 0 ? 0 : errno;
    if (renamed != 0) {
        ::unlinkat(folder.get(), temporary.c_str(), 0);  // best effort: the file is harmless
        if (why == EEXIST) return false;
        errno = why;
        throw_errno("cannot write to " + folder_path.string());
    }
    // 3. The name on disk. A crash before this loses the home as if it had never been made.
    if (::fsync(folder.get()) != 0) throw_errno("cannot write to " + folder_path.string());
    return true;
}

std::expected<std::string, std::error_code> read_file(const std::filesystem::path& folder_path) {
    const FileDescriptor folder(::open(folder_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder) {
        if (errno == ENOENT || errno == ENOTDIR) return failed(home_errc::no_home);
        if (errno == EACCES) return failed(home_errc::insecure_permissions);  // somebody else's
        throw_errno("cannot open the folder " + folder_path.string());
    }
    // O_NONBLOCK: something else than a file, say a pipe, must not hold us up.
    const FileDescriptor file(::openat(folder.get(), file_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file) {
        if (errno == ENOENT) return failed(home_errc::no_home);
        if (errno == EACCES || errno == ELOOP) return failed(home_errc::insecure_permissions);
        throw_errno("cannot open home.json in " + folder_path.string());
    }
    struct stat folder_about {}, file_about {};
    if (::fstat(folder.get(), &folder_about) != 0 || ::fstat(file.get(), &file_about) != 0)
        throw_errno("cannot look at " + folder_path.string());
    if (!is_private(folder_about) || !is_private(file_about)) return failed(home_errc::insecure_permissions);
    if (!S_ISREG(file_about.st_mode)) return failed(home_errc::damaged_home);

    std::array<char, home_file_bytes_max + 1> buffer;
    const std::size_t count = read_up_to(file, buffer);
    if (count > home_file_bytes_max) return failed(home_errc::damaged_home);
    return std::string(buffer.data(), count);
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
    if (const auto error = prepare_folder(path)) return std::unexpected(error);
    // Looked at first only to save the work of Argon2id; write_new_file decides.
    if (std::filesystem::exists(std::filesystem::symlink_status(path / file_name))) return failed(home_errc::home_exists);
    const auto root = crypto::random_secret<VaultRoot>();
    if (!write_new_file(path, home_file_text(seal_root(root, passphrase, cost)))) return failed(home_errc::home_exists);
    return Home(path, root);
}

std::expected<Home, std::error_code> Home::open(const std::filesystem::path& path, const crypto::SecretBytes& passphrase) {
    check_passphrase(passphrase);
    const auto text = read_file(path);
    if (!text) return std::unexpected(text.error());
    const auto file = parse_home_file(*text);
    if (!file) return std::unexpected(file.error());
    const auto root = open_root(*file, passphrase);
    if (!root) return failed(home_errc::wrong_passphrase);
    return Home(path, *root);
}

}  // namespace clients
