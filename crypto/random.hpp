// The one caller of the system's random number generator; Botan asks it by itself (crypto/recovery/split.cpp).
#pragma once

#include <array>

#include "crypto/secret.hpp"

namespace crypto {

// Initialises libsodium; throws std::runtime_error when the system gives no randomness. Idempotent, thread-safe.
// Every program calls it first in main; tests in their environment.
void initialise();

void fill_random(std::span<std::uint8_t> out) noexcept;

template <std::size_t N>
std::array<std::uint8_t, N> random_array() noexcept {
    std::array<std::uint8_t, N> out;
    fill_random(out);
    return out;
}

template <class SecretType>
SecretType random_secret() noexcept {
    std::array<std::uint8_t, SecretType::bytes_count> raw;
    fill_random(raw);
    SecretType out{std::span<const std::uint8_t, SecretType::bytes_count>(raw)};
    wipe(raw);
    return out;
}

}  // namespace crypto
