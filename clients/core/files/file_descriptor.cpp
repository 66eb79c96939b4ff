#include "clients/core/files/file_descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace clients {

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
}

FileDescriptor::~FileDescriptor() {
    if (file_ >= 0) ::close(file_);
}

void throw_errno(const std::string& what) { throw std::system_error(errno, std::system_category(), what); }

FileDescriptor open_folder(const std::filesystem::path& path) {
    FileDescriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder) throw_errno("cannot open the folder " + path.string());
    return folder;
}

void write_all(const FileDescriptor& file, std::string_view text) {
    while (!text.empty()) {
        const auto count = ::write(file.get(), text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_errno("cannot write");
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::size_t read_up_to(const FileDescriptor& file, std::span<char> out) {
    std::size_t total = 0;
    while (total < out.size()) {
        const auto count = ::read(file.get(), out.data() + total, out.size() - total);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_errno("cannot read");
        if (count == 0) break;
        total += static_cast<std::size_t>(count);
    }
    return total;
}

}  // namespace clients
