#include "clients/core/age_files/source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "clients/core/age_files/errc.hpp"
#include "clients/core/age_files/limits.hpp"
#include "crypto/age/armor.hpp"

namespace clients::age_files {
namespace {

std::error_code last_error() { return {errno, std::system_category()}; }

// A terminal gives a line at a time.
bool has_armor_end(std::string_view text) { return text.ends_with(std::string(crypto::age::armor_end) + "\n"); }

}  // namespace

Source::Source(FileDescriptor file) : file_(std::move(file)), piece_(piece_bytes) {
    struct stat about {};
    if (::fstat(file_.get(), &about) == 0 && S_ISREG(about.st_mode)) bytes_total_ = static_cast<std::uint64_t>(about.st_size);
}

std::expected<Source, std::error_code> Source::open(const std::filesystem::path& path) {
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!file) return std::unexpected(last_error());
    return Source(std::move(file));
}

Source Source::standard_input() { return Source(FileDescriptor(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3))); }

std::expected<crypto::ByteView, std::error_code> Source::next() {
    std::size_t count = 0;
    while (count < piece_.size() && !ended_) {
        const auto more = ::read(file_.get(), piece_.data() + count, piece_.size() - count);
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return std::unexpected(last_error());
        if (more == 0) break;
        count += static_cast<std::size_t>(more);
        if (ends_with_armor_) ended_ = has_armor_end(crypto::as_text(crypto::ByteView(piece_).first(count)));
    }
    return crypto::ByteView(piece_).first(count);
}

std::expected<crypto::SecretBytes, std::error_code> read_key_file(Source& source) {
    crypto::SecretBytes all;
    while (true) {
        const auto piece = source.next();
        if (!piece) return std::unexpected(piece.error());
        if (piece->empty()) return all;
        if (all.size() + piece->size() > key_file_bytes_max) return std::unexpected(make_error_code(errc::key_file_too_large));
        all.insert(all.end(), piece->begin(), piece->end());
    }
}

}  // namespace clients::age_files
