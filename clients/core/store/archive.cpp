#include "clients/core/store/archive.hpp"

#include <fcntl.h>

#include <array>

#include "clients/core/files/file_descriptor.hpp"
#include "clients/core/home/home.hpp"
#include "clients/core/home/limits.hpp"
#include "clients/core/store/database.hpp"
#include "clients/core/store/schema.hpp"

namespace clients {
namespace {

// In the file's header (sqlite.org/fileformat, 1.3): tells an archive from other databases before SQLite reads it.
constexpr std::string_view file_mark("SQLite format 3\0", 16);
constexpr std::string_view archive_mark = "nfpb";
constexpr std::size_t header_size = 100, archive_mark_at = 68;
constexpr const char* set_archive_mark = "PRAGMA application_id=0x6e667062";  // archive_mark, big-endian

bool has_marks(const std::filesystem::path& archive) {
    const FileDescriptor file(::open(archive.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) throw_errno("cannot read " + archive.string());
    std::array<char, header_size> header{};
    const std::string_view text(header.data(), read_up_to(file, header));
    return text.size() == header.size() && text.starts_with(file_mark) && text.substr(archive_mark_at).starts_with(archive_mark);
}

// Tables and indexes only: a trigger would act in our name.
bool is_whole(const Database& archive) {
    Statement check = archive.prepare("PRAGMA integrity_check(1)");
    if (!check.step() || crypto::as_text(check.blob(0)) != "ok") return false;
    Statement others = archive.prepare("SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')");
    return others.step() && others.integer(0) == 0;
}

std::expected<std::string, std::error_code> home_text_in(const Database& archive) {
    Statement one = archive.prepare("SELECT home FROM backup WHERE length(home) <= ?1");
    one.bind(1, std::int64_t{home_file_bytes_max});
    if (!one.step()) return std::unexpected(make_error_code(home_errc::not_a_backup));
    return crypto::to_text(one.blob(0));
}

}  // namespace

void write_archive(const std::filesystem::path& home, std::string_view home_text, const std::filesystem::path& file) {
    Database(home / "nfp.db").copy_to(file);
    Database archive(file);
    archive.transaction([&] {
        archive.execute("CREATE TABLE backup(home BLOB NOT NULL)");
        archive.prepare("INSERT INTO backup(home) VALUES(?1)").bind(1, crypto::as_bytes(home_text)).run();
        archive.execute(set_archive_mark);
    });
    archive.execute("PRAGMA journal_mode=DELETE");  // one file, and nothing beside it
}

std::expected<std::string, std::error_code> unpack_archive(const std::filesystem::path& file) {
    if (!has_marks(file)) return std::unexpected(make_error_code(home_errc::not_a_backup));
    Database archive(file);
    if (!is_whole(archive)) return std::unexpected(make_error_code(home_errc::not_a_backup));
    if (schema_version_of(archive) > schema_version_newest()) return std::unexpected(make_error_code(home_errc::newer_version));
    const auto text = home_text_in(archive);
    if (!text) return text;
    archive.transaction([&] {
        archive.execute("DROP TABLE backup");
        archive.execute("PRAGMA application_id=0");
    });
    return text;
}

}  // namespace clients
