// A folder that is there whole, or not at all: it has another name before commit().
#pragma once

#include <expected>
#include <filesystem>
#include <system_error>

namespace clients {

class NewFolder {
public:
    // Beside where `path` will be, private to its owner; missing folders above are made. Errors:
    // std::errc::directory_not_empty when there is something at `path` already, others of the system's.
    static std::expected<NewFolder, std::error_code> create(const std::filesystem::path& path);
    NewFolder(NewFolder&& other) noexcept;
    ~NewFolder();  // without commit(): nothing is left

    const std::filesystem::path& path() const noexcept { return temporary_; }  // to fill it

    // In one step, in the place of nothing or of an empty folder. The files in it are durable already; on return the folder is.
    // Errors as create(); nothing is left then.
    [[nodiscard]] std::error_code commit();

private:
    NewFolder(std::filesystem::path path, std::filesystem::path temporary);

    std::filesystem::path path_, temporary_;  // temporary_: empty after commit()
};

}  // namespace clients
