#include "clients/core/files/new_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "clients/core/files/file_descriptor.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace clients {
namespace {

std::error_code system_error() { return {errno, std::system_category()}; }

// A link is followed: it stays, and what it leads to is made.
std::filesystem::path real_path_of(const std::filesystem::path& path) {
    const auto real = std::filesystem::weakly_canonical(std::filesystem::absolute(path));
    return real.has_filename() ? real : real.parent_path();  // "home/"
}

}  // namespace

NewFolder::NewFolder(std::filesystem::path path, std::filesystem::path temporary)
    : path_(std::move(path)), temporary_(std::move(temporary)) {}

NewFolder::NewFolder(NewFolder&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, {})) {}

NewFolder::~NewFolder() {
    std::error_code ignored;  // what remains says by its name that it is a part
    if (!temporary_.empty()) std::filesystem::remove_all(temporary_, ignored);
}

std::expected<NewFolder, std::error_code> NewFolder::create(const std::filesystem::path& path) {
    const auto real = real_path_of(path);
    std::error_code error;
    if (std::filesystem::exists(real, error) && !std::filesystem::is_empty(real, error))
        return std::unexpected(make_error_code(std::errc::directory_not_empty));
    if (!error) std::filesystem::create_directories(real.parent_path(), error);
    if (error) return std::unexpected(error);
    const auto name = "." + real.filename().string().substr(0, 200) + ".part-" + crypto::hex_encode(crypto::random_array<8>());
    auto temporary = real.parent_path() / name;
    if (::mkdir(temporary.c_str(), 0700) != 0) return std::unexpected(system_error());
    return NewFolder(real, std::move(temporary));
}

std::error_code NewFolder::commit() {
    // 1. The names in it on disk: a crash before this leaves a folder whose name says that it is a part.
    if (::fsync(open_folder(temporary_).get()) != 0) return system_error();
    // 2. Its own name. rename() replaces a folder only when that is empty.
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
        if (errno == EEXIST) return make_error_code(std::errc::directory_not_empty);
        return system_error();
    }
    temporary_.clear();
    // 3. That name on disk. Not every file system can, and the folder is there: no failure.
    (void)::fsync(open_folder(path_.parent_path()).get());
    return {};
}

}  // namespace clients
