// Secrets as types: wiped when they die, never copied, compared with == or printed by accident.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "crypto/bytes.hpp"

namespace crypto {

// Overwrites memory in a way the compiler may not remove (libsodium sodium_memzero).
void wipe(std::span<std::uint8_t> bytes) noexcept;

// Compares in constant time. Different lengths are unequal at once: lengths are public.
[[nodiscard]] bool equal_constant_time(ByteView a, ByteView b) noexcept;

// A secret of fixed size. Each use has its own Tag, so the compiler refuses the wrong key.
template <std::size_t N, class Tag>
class Secret {
public:
    static constexpr std::size_t bytes_count = N;

    explicit Secret(std::span<const std::uint8_t, N> bytes) noexcept { std::ranges::copy(bytes, bytes_.begin()); }
    Secret(Secret&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            bytes_ = other.bytes_;
            wipe(other.bytes_);
        }
        return *this;
    }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { wipe(bytes_); }

    std::span<const std::uint8_t, N> expose() const noexcept { return bytes_; }

    // A deliberate, visible copy: for a key that two owners need.
    Secret duplicate() const noexcept { return Secret(std::span<const std::uint8_t, N>(bytes_)); }

private:
    std::array<std::uint8_t, N> bytes_;
};

// Wipes on every deallocation, growth included.
template <class T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <class U>
    WipingAllocator(const WipingAllocator<U>&) noexcept {}  // NOLINT(google-explicit-constructor): containers rebind by it
    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* at, std::size_t count) noexcept {
        wipe({reinterpret_cast<std::uint8_t*>(at), count * sizeof(T)});
        std::allocator<T>().deallocate(at, count);
    }
    friend bool operator==(const WipingAllocator&, const WipingAllocator&) noexcept { return true; }
};

// Secret data of variable size: opened plaintext, passphrases, serialised keyrings.
using SecretBytes = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;

inline std::string_view as_text(const SecretBytes& bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline SecretBytes to_secret(std::string_view text) { return {text.begin(), text.end()}; }

}  // namespace crypto
