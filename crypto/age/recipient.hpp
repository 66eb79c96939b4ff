// Public halves: who a file can be sealed to.
#pragma once

#include <expected>
#include <string>
#include <variant>

#include "crypto/age/errc.hpp"
#include "crypto/bytes.hpp"

namespace crypto::age {

// age1pq1...: X-Wing public key (ML-KEM-768 with X25519).
struct HybridRecipient {
    std::array<std::uint8_t, 1216> bytes{};
    bool operator==(const HybridRecipient&) const = default;
    std::string text() const;                                                          // Bech32, 1959 characters
    static std::expected<HybridRecipient, std::error_code> parse(std::string_view text);
};

// age1...: X25519. Read for import; a network entry never has one.
struct X25519Recipient {
    std::array<std::uint8_t, 32> bytes{};
    bool operator==(const X25519Recipient&) const = default;
    std::string text() const;
    static std::expected<X25519Recipient, std::error_code> parse(std::string_view text);
};

using Recipient = std::variant<HybridRecipient, X25519Recipient>;

}  // namespace crypto::age
