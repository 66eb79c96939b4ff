// A file that is there whole, or not at all: it has no name before commit().
#pragma once

#include <expected>
#include <filesystem>
#include <system_error>

#include "clients/core/files/file_descriptor.hpp"
#include "crypto/bytes.hpp"

namespace clients {

enum class Existing { replace, keep };  // what becomes of a file that has the name already

class NewFile {
public:
    // In the folder where `path` will be; where `path` is a link, where that leads. Readable to its owner alone. Errors: the
    // system's.
    static std::expected<NewFile, std::error_code> create(const std::filesystem::path& path);
    NewFile(NewFile&& other) noexcept;
    ~NewFile();  // without commit(): nothing is left

    void write(crypto::ByteView bytes);  // throws std::system_error

    // Durable, and then named. Errors: std::errc::file_exists (Existing::keep), others of the system's; nothing is left then.
    [[nodiscard]] std::error_code commit(Existing existing);

private:
    NewFile(FileDescriptor folder, std::string name);
    bool make_named();
    std::error_code give_temporary_name();

    FileDescriptor folder_, file_;
    std::string name_, temporary_;  // temporary_: empty where the file has no name yet
};

}  // namespace clients
