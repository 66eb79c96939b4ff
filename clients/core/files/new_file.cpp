#include "clients/core/files/new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace clients {
namespace {

constexpr mode_t owner_only = 0600;

std::error_code last_error() { return {errno, std::system_category()}; }

// Where a link leads: the link stays, the file changes. The kernel follows it, under its rules about links that others lay in a
// shared folder.
std::expected<std::filesystem::path, std::error_code> resolved(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_symlink(path, error)) return path;
    const FileDescriptor there(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!there) return std::unexpected(last_error());
    auto real = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(there.get()), error);
    if (error) return std::unexpected(error);
    return real;
}

// Hidden, and of a length that any file system takes.
std::string part_name(const std::string& name) {
    return "." + name.substr(0, 200) + ".part-" + crypto::hex_encode(crypto::random_array<8>());
}

}  // namespace

NewFile::NewFile(FileDescriptor folder, std::string name) : folder_(std::move(folder)), file_(-1), name_(std::move(name)) {}

NewFile::NewFile(NewFile&& other) noexcept
    : folder_(std::move(other.folder_)), file_(std::move(other.file_)), name_(std::move(other.name_)),
      temporary_(std::exchange(other.temporary_, {})) {}

NewFile::~NewFile() {
    if (!temporary_.empty()) ::unlinkat(folder_.get(), temporary_.c_str(), 0);
}

std::expected<NewFile, std::error_code> NewFile::create(const std::filesystem::path& path) {
    const auto real = resolved(path);
    if (!real) return std::unexpected(real.error());
    const auto parent = real->has_parent_path() ? real->parent_path() : std::filesystem::path(".");
    if (std::filesystem::is_directory(*real)) return std::unexpected(make_error_code(std::errc::is_a_directory));
    FileDescriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder) return std::unexpected(last_error());
    NewFile file(std::move(folder), real->filename().string());
    // Without a name where the file system can do that: a program that is killed then leaves nothing. The name is given
    // through /proc.
    const bool has_proc = ::access("/proc/self/fd", X_OK) == 0;
    if (has_proc) file.file_ = FileDescriptor(::openat(file.folder_.get(), ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, owner_only));
    if (!file.file_ && !file.make_named()) return std::unexpected(last_error());
    return file;
}

bool NewFile::make_named() {
    std::string temporary = part_name(name_);
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    file_ = FileDescriptor(::openat(folder_.get(), temporary.c_str(), flags, owner_only));
    if (file_) temporary_ = std::move(temporary);
    return static_cast<bool>(file_);
}

void NewFile::write(crypto::ByteView bytes) { write_all(file_, crypto::as_text(bytes)); }

std::error_code NewFile::give_temporary_name() {
    std::string temporary = part_name(name_);
    const std::string at = "/proc/self/fd/" + std::to_string(file_.get());
    if (::linkat(AT_FDCWD, at.c_str(), folder_.get(), temporary.c_str(), AT_SYMLINK_FOLLOW) != 0) return last_error();
    temporary_ = std::move(temporary);
    return {};
}

std::error_code NewFile::commit(Existing existing) {
    // 1. The content on disk: a crash before this leaves nothing, or a name that says it is a part.
    if (::fsync(file_.get()) != 0) return last_error();
    if (temporary_.empty())
        if (const auto error = give_temporary_name()) return error;
    // 2. The name, in one step: who looks finds the old file or the new one.
    const unsigned flags = existing == Existing::keep ? RENAME_NOREPLACE : 0;
    if (::renameat2(folder_.get(), temporary_.c_str(), folder_.get(), name_.c_str(), flags) != 0) return last_error();
    temporary_.clear();
    // 3. The name on disk. Not every file system can, and the file is there: no failure.
    (void)::fsync(folder_.get());
    return {};
}

}  // namespace clients
