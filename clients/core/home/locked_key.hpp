// A key in a page of its own that never goes to swap, a core dump or a child process.
#pragma once

#include "clients/core/home/home.hpp"

namespace clients {

class LockedKey {
public:
    // Throws std::system_error when the system locks no memory for us (RLIMIT_MEMLOCK).
    explicit LockedKey(PassphraseKey key);
    ~LockedKey();
    LockedKey(const LockedKey&) = delete;
    LockedKey& operator=(const LockedKey&) = delete;

    crypto::ByteView expose() const noexcept { return {page_, PassphraseKey::bytes_count}; }
    void wipe() noexcept;

private:
    std::uint8_t* page_;
};

// Overwrites what functions that have returned left on the stack below the caller. The hashes and ciphers of the library keep
// copies of a key there, and a process that lives for hours would keep them as well.
void wipe_dead_stack() noexcept;

}  // namespace clients
