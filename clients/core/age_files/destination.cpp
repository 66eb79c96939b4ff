#include "clients/core/age_files/destination.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "clients/core/age_files/errc.hpp"
#include "clients/core/age_files/limits.hpp"
#include "crypto/secret.hpp"
#include "protocol/content/utf8.hpp"

namespace clients::age_files {
namespace {

class ToFile final : public Destination {
public:
    ToFile(NewFile file, Existing existing) : file_(std::move(file)), existing_(existing) {}
    void write(crypto::ByteView bytes) override { file_.write(bytes); }
    std::error_code commit() override { return file_.commit(existing_); }

private:
    NewFile file_;
    Existing existing_;
};

class ToStream final : public Destination {
public:
    explicit ToStream(FileDescriptor stream) : stream_(std::move(stream)) {}
    void write(crypto::ByteView bytes) override { write_all(stream_, crypto::as_text(bytes)); }
    std::error_code commit() override { return {}; }

private:
    FileDescriptor stream_;
};

FileDescriptor standard_output() { return FileDescriptor(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)); }

// No control but those of a plain text, as the stock tool decides; further, nothing but UTF-8: a stray byte can be a control
// to a terminal of eight bits.
bool is_plain_text(std::string_view text) {
    while (!text.empty()) {
        const auto character = protocol::content::first_code_point(text);
        if (!character) return false;
        const char32_t c = character->value;
        if (protocol::content::is_control(c) && c != '\n' && c != '\r' && c != '\t') return false;
        text.remove_prefix(character->size);
    }
    return true;
}

class ToTerminal final : public Destination {
public:
    explicit ToTerminal(Shown shown) : shown_(shown) {}
    void write(crypto::ByteView bytes) override {
        if (held_.size() + bytes.size() > terminal_bytes_max)
            throw std::system_error(make_error_code(errc::too_large_for_terminal));
        held_.insert(held_.end(), bytes.begin(), bytes.end());
    }
    std::error_code commit() override {
        if (shown_ == Shown::text_only && !is_plain_text(crypto::as_text(held_))) return errc::binary_to_terminal;
        write_all(standard_output(), crypto::as_text(held_));
        return {};
    }

private:
    Shown shown_;
    crypto::SecretBytes held_;
};

}  // namespace

std::expected<std::unique_ptr<Destination>, std::error_code> to_file(const std::filesystem::path& path, Existing existing) {
    struct stat about {};
    const bool is_there = ::stat(path.c_str(), &about) == 0;
    if (is_there && existing == Existing::keep) return std::unexpected(make_error_code(std::errc::file_exists));
    if (is_there && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode)) {
        FileDescriptor stream(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
        if (!stream) return std::unexpected(std::error_code(errno, std::system_category()));
        return std::make_unique<ToStream>(std::move(stream));
    }
    auto file = NewFile::create(path);
    if (!file) return std::unexpected(file.error());
    return std::make_unique<ToFile>(*std::move(file), existing);
}

std::unique_ptr<Destination> to_output() { return std::make_unique<ToStream>(standard_output()); }

std::unique_ptr<Destination> to_terminal(Shown shown) { return std::make_unique<ToTerminal>(shown); }

}  // namespace clients::age_files
