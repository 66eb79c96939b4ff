#include "clients/core/backup/backup.hpp"

#include "clients/core/backup/limits.hpp"
#include "clients/core/files/new_folder.hpp"
#include "clients/core/home/home.hpp"
#include "clients/core/home/home_file.hpp"
#include "clients/core/home/home_folder.hpp"
#include "clients/core/store/archive.hpp"

namespace clients {
namespace {

// A folder for what is on the way, in the home, always under one name: what a crash left there, the next takes away. A folder,
// because SQLite puts files of its own beside a database.
class PassingFolder {
public:
    explicit PassingFolder(std::filesystem::path path) : path_(std::move(path)) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directory(path_);
    }
    ~PassingFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

std::error_code about_home(std::error_code error) {
    return error == std::errc::directory_not_empty ? make_error_code(home_errc::folder_not_empty) : error;
}

}  // namespace

std::error_code back_up(const std::filesystem::path& home, age_files::Destination& to, const age_files::SealedFor& sealed_for,
                        const age_files::Moved& moved) {
    const auto text = read_home_text(home);
    if (!text) return text.error();
    const PassingFolder passing(home / "backup.part");
    const auto archive = passing.path() / "archive";
    write_archive(home, *text, archive);
    auto from = age_files::Source::open(archive);
    if (!from) return from.error();
    return age_files::encrypt(*from, to, sealed_for, age_files::Form::binary, moved);
}

std::error_code restore(age_files::Source& from, const std::filesystem::path& home,
                        const std::vector<crypto::age::Identity>& identities, const crypto::age::PassphraseSource& passphrase,
                        const age_files::Moved& moved) {
    if (from.bytes_total() == 0 || from.bytes_total() > backup_bytes_max) return home_errc::not_a_backup;
    auto folder = NewFolder::create(home);
    if (!folder) return about_home(folder.error());
    const auto database = folder->path() / "nfp.db";
    const auto to = age_files::to_file(database, Existing::keep);
    if (!to) return to.error();
    if (const auto error = age_files::decrypt(from, **to, identities, passphrase, moved)) return error;
    const auto text = unpack_archive(database);
    if (!text) return text.error();
    if (const auto file = parse_home_file(*text); !file)
        return file.error() == home_errc::newer_version ? file.error() : make_error_code(home_errc::not_a_backup);
    if (const auto error = write_home_text(folder->path(), *text, Existing::keep)) return error;
    return about_home(folder->commit());
}

}  // namespace clients
