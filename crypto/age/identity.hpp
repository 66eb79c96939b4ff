// Secret halves: who can open a file. Nothing in the gateway includes this.
#pragma once

#include <expected>
#include <variant>

#include "crypto/age/recipient.hpp"
#include "crypto/secret.hpp"

namespace crypto::age {

using HybridSeed = Secret<32, struct HybridSeedTag>;        // X-Wing decapsulation seed
using X25519Scalar = Secret<32, struct X25519ScalarTag>;

// AGE-SECRET-KEY-PQ-1...
class HybridIdentity {
public:
    explicit HybridIdentity(HybridSeed seed);  // derives the recipient
    static HybridIdentity generate();
    static std::expected<HybridIdentity, std::error_code> parse(std::string_view text);

    const HybridRecipient& recipient() const noexcept { return recipient_; }
    const HybridSeed& seed() const noexcept { return seed_; }
    SecretBytes text() const;  // Bech32, upper case, 77 characters

private:
    HybridSeed seed_;
    HybridRecipient recipient_;
};

// AGE-SECRET-KEY-1...
class X25519Identity {
public:
    explicit X25519Identity(X25519Scalar scalar);
    static X25519Identity generate();
    static std::expected<X25519Identity, std::error_code> parse(std::string_view text);

    const X25519Recipient& recipient() const noexcept { return recipient_; }
    const X25519Scalar& scalar() const noexcept { return scalar_; }
    SecretBytes text() const;

private:
    X25519Scalar scalar_;
    X25519Recipient recipient_;
};

using Identity = std::variant<HybridIdentity, X25519Identity>;

}  // namespace crypto::age
