#include "clients/core/home/locked_key.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "clients/core/files/file_descriptor.hpp"
#include "clients/core/home/limits.hpp"

namespace clients {
namespace {

constexpr std::size_t size = PassphraseKey::bytes_count;  // the system makes whole pages of it

}  // namespace

LockedKey::LockedKey(PassphraseKey key) : page_(nullptr) {
    void* const page = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) throw_errno("no memory for the key");
    if (::mlock(page, size) != 0 || ::madvise(page, size, MADV_DONTDUMP) != 0 || ::madvise(page, size, MADV_WIPEONFORK) != 0) {
        const int why = errno;
        ::munmap(page, size);
        errno = why;
        throw_errno("the memory of the key cannot be locked (ulimit -l)");
    }
    page_ = static_cast<std::uint8_t*>(page);
    std::ranges::copy(key.expose(), page_);
}

LockedKey::~LockedKey() {
    wipe();
    ::munmap(page_, size);
}

void LockedKey::wipe() noexcept { crypto::wipe({page_, size}); }

[[gnu::noinline]] void wipe_dead_stack() noexcept {
    std::array<std::uint8_t, dead_stack_bytes> below;
    crypto::wipe(below);
}

}  // namespace clients
