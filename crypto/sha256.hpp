// SHA-256 (FIPS 180-4), from OpenSSL: it uses the processor's SHA instructions.
#pragma once

#include <array>
#include <memory>

#include "crypto/bytes.hpp"

namespace crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(ByteView bytes);
inline Digest sha256(std::string_view text) { return sha256(as_bytes(text)); }

// Incremental form, for data that does not fit in memory. Not thread-safe.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    Sha256& update(ByteView bytes);
    Sha256& update(std::string_view text) { return update(as_bytes(text)); }
    Digest finish();  // ends the object's use

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace crypto
