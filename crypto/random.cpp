#include "crypto/random.hpp"

#include <sodium.h>

#include <stdexcept>

namespace crypto {

void initialise() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start: no random numbers from the system");
}

void fill_random(std::span<std::uint8_t> out) noexcept {
    if (!out.empty()) randombytes_buf(out.data(), out.size());
}

}  // namespace crypto
