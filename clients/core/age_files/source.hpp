// What is read: a file or standard input, piece by piece.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <system_error>

#include "clients/core/files/file_descriptor.hpp"
#include "crypto/secret.hpp"

namespace clients::age_files {

class Source {
public:
    static std::expected<Source, std::error_code> open(const std::filesystem::path& path);  // errors: the system's
    static Source standard_input();

    // Ends after a line that is the end of armor: what a person pastes has no other end.
    void end_with_armor() noexcept { ends_with_armor_ = true; }

    // The next piece, of piece_bytes but at the end; empty when there is no more. Valid until the next call.
    [[nodiscard]] std::expected<crypto::ByteView, std::error_code> next();

    std::uint64_t bytes_total() const noexcept { return bytes_total_; }  // 0: unknown

private:
    explicit Source(FileDescriptor file);

    FileDescriptor file_;
    std::uint64_t bytes_total_ = 0;
    bool ends_with_armor_ = false, ended_ = false;
    crypto::SecretBytes piece_;  // plaintext, when something is sealed
};

// All of it, which may have at most key_file_bytes_max: key_file_too_large otherwise.
std::expected<crypto::SecretBytes, std::error_code> read_key_file(Source& source);

}  // namespace clients::age_files
