#include "clients/core/home/home_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "clients/core/home/home.hpp"
#include "clients/core/home/limits.hpp"

namespace clients {
namespace {

constexpr const char* file_name = "home.json";

std::unexpected<std::error_code> refused(home_errc e) { return std::unexpected(make_error_code(e)); }

// True when nobody but this user has any right to it.
bool is_private(const struct stat& about) { return about.st_uid == ::geteuid() && (about.st_mode & 077) == 0; }

}  // namespace

std::error_code prepare_home_folder(const std::filesystem::path& path) {
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
    if (about.st_uid != ::geteuid() || !std::filesystem::is_empty(path)) return home_errc::insecure_permissions;
    if (::fchmod(folder.get(), 0700) != 0) throw_errno("cannot close the folder " + path.string() + " to others");
    return {};
}

bool has_home_file(const std::filesystem::path& folder) {
    return std::filesystem::exists(std::filesystem::symlink_status(folder / file_name));
}

std::expected<std::string, std::error_code> read_home_text(const std::filesystem::path& folder_path) {
    const FileDescriptor folder(::open(folder_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder) {
        if (errno == ENOENT || errno == ENOTDIR) return refused(home_errc::no_home);
        if (errno == EACCES) return refused(home_errc::insecure_permissions);  // somebody else's
        throw_errno("cannot open the folder " + folder_path.string());
    }
    // O_NONBLOCK: something else than a file, say a pipe, must not hold us up.
    const FileDescriptor file(::openat(folder.get(), file_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file) {
        if (errno == ENOENT) return refused(home_errc::no_home);
        if (errno == EACCES || errno == ELOOP) return refused(home_errc::insecure_permissions);
        throw_errno("cannot open home.json in " + folder_path.string());
    }
    struct stat folder_about {}, file_about {};
    if (::fstat(folder.get(), &folder_about) != 0 || ::fstat(file.get(), &file_about) != 0)
        throw_errno("cannot look at " + folder_path.string());
    if (!is_private(folder_about) || !is_private(file_about)) return refused(home_errc::insecure_permissions);
    if (!S_ISREG(file_about.st_mode)) return refused(home_errc::damaged_home);

    std::array<char, home_file_bytes_max + 1> buffer;
    const std::size_t count = read_up_to(file, buffer);
    if (count > home_file_bytes_max) return refused(home_errc::damaged_home);
    return std::string(buffer.data(), count);
}

std::error_code write_home_text(const std::filesystem::path& folder, std::string_view text, Existing existing) {
    auto file = NewFile::create(folder / file_name);
    if (!file) throw std::system_error(file.error(), "cannot write to " + folder.string());
    file->write(crypto::as_bytes(text));
    const auto error = file->commit(existing);
    if (error == std::errc::file_exists) return home_errc::home_exists;
    if (error) throw std::system_error(error, "cannot write to " + folder.string());
    return {};
}

}  // namespace clients
