#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <thread>
#include <utility>

#include "clients/core/files/file_descriptor.hpp"
#include "clients/core/home/home.hpp"

namespace clients {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds retry_delay{20};
constexpr std::chrono::seconds silence{1};  // waits shorter than this are not worth a word

// True when the lock was had; false when another has it.
bool try_lock(const FileDescriptor& file) {
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return false;
        if (errno != EINTR) throw_errno("cannot lock the home");
    }
    return true;
}

}  // namespace

HomeLock::HomeLock(FileDescriptor file) noexcept : file_(std::make_unique<FileDescriptor>(std::move(file))) {}
HomeLock::HomeLock(HomeLock&& other) noexcept = default;
HomeLock& HomeLock::operator=(HomeLock&& other) noexcept = default;
HomeLock::~HomeLock() = default;

std::expected<HomeLock, std::error_code> HomeLock::acquire(const std::filesystem::path& home, std::chrono::seconds patience,
                                                           const std::function<void()>& on_wait) {
    // The file stays for ever: removing it would let two processes lock two files of one name.
    FileDescriptor file(::open((home / "lock").c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) {
        if (errno == ENOENT || errno == ENOTDIR) return std::unexpected(make_error_code(home_errc::no_home));
        throw_errno("cannot open the lock in " + home.string());
    }
    const auto start = Clock::now();
    for (bool told = false; !try_lock(file);) {
        const auto waited = Clock::now() - start;
        if (waited >= patience) return std::unexpected(make_error_code(home_errc::locked_by_other));
        if (!told && waited >= silence) {
            told = true;
            if (on_wait) on_wait();
        }
        std::this_thread::sleep_for(retry_delay);
    }
    return HomeLock(std::move(file));
}

}  // namespace clients
