#include "clients/core/recovery/page.hpp"

#include "clients/core/files/new_file.hpp"

namespace clients::recovery {

std::error_code write_page(const std::filesystem::path& path, const crypto::SecretBytes& page) {
    auto file = NewFile::create(path);
    if (!file) return file.error();
    try {
        file->write(page);
    } catch (const std::system_error& full) {
        return full.code();
    }
    return file->commit(Existing::keep);
}

}  // namespace clients::recovery
