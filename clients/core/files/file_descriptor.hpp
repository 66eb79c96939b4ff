// An open file with an owner, and the few calls on it.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace clients {

class FileDescriptor {
public:
    explicit FileDescriptor(int file) noexcept : file_(file) {}
    FileDescriptor(FileDescriptor&& other) noexcept;
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    ~FileDescriptor();

    explicit operator bool() const noexcept { return file_ >= 0; }
    int get() const noexcept { return file_; }

private:
    int file_;  // -1: none
};

[[noreturn]] void throw_errno(const std::string& what);  // std::system_error from errno

FileDescriptor open_folder(const std::filesystem::path& path);           // throws std::system_error
void write_all(const FileDescriptor& file, std::string_view text);       // throws std::system_error
std::size_t read_up_to(const FileDescriptor& file, std::span<char> out);  // how much there was; throws std::system_error

}  // namespace clients
