// A home's key, kept in memory for a while by a process of its own, so that other nfp of the same user need not ask for the
// passphrase. It listens at home/unlocked; whoever connects sends one packet and gets one.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <optional>
#include <string_view>

#include "clients/core/files/file_descriptor.hpp"
#include "clients/core/home/locked_key.hpp"

namespace clients {

// "90s", "15m" or "2h": more than nothing, at most unlock_time_max. Nothing otherwise.
std::optional<std::chrono::seconds> parse_unlock_time(std::string_view text);

// The holding side. Not thread-safe.
class KeyHolder {
public:
    // Listens from here on. The caller holds the HomeLock, and no other holder is at work (end_holder): what a dead one left is
    // taken away. `time` is measured by CLOCK_BOOTTIME, which goes on while the machine sleeps. Throws std::system_error,
    // std::invalid_argument for a time that parse_unlock_time would not give.
    KeyHolder(const std::filesystem::path& home, PassphraseKey key, std::chrono::seconds time);
    ~KeyHolder();
    KeyHolder(const KeyHolder&) = delete;
    KeyHolder& operator=(const KeyHolder&) = delete;

    // Answers until the time is over, somebody asks for the end, or `stop` becomes readable. Then the name is gone and the key is
    // wiped.
    void run(int stop);

private:
    std::chrono::nanoseconds left() const;
    void serve();
    void answer(const FileDescriptor& asking, std::string_view request);
    void end() noexcept;

    FileDescriptor folder_, timer_;
    LockedKey key_;
    FileDescriptor listener_;
    bool ended_ = false;
};

// The asking side. Nothing when nobody holds a key of this home.
std::optional<PassphraseKey> held_key(const std::filesystem::path& home);
std::optional<std::chrono::seconds> held_for(const std::filesystem::path& home);  // until its end, rounded up

// Ends the holder: on return its key is wiped. False when there was none. Errors: holder_silent.
[[nodiscard]] std::expected<bool, std::error_code> end_holder(const std::filesystem::path& home);

}  // namespace clients
