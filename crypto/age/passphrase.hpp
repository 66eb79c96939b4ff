// What a person types to seal or open a file: recipient and identity in one (C2SP age, "The scrypt recipient type").
#pragma once

#include <expected>
#include <functional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "crypto/age/limits.hpp"
#include "crypto/secret.hpp"

namespace crypto::age {

class Passphrase {
public:
    // Throws std::invalid_argument when it is empty: whoever asks a person refuses that before.
    explicit Passphrase(SecretBytes text) : text_(std::move(text)) {
        if (text_.empty()) throw std::invalid_argument("age: an empty passphrase");
    }
    Passphrase(Passphrase&&) noexcept = default;
    Passphrase& operator=(Passphrase&&) noexcept = default;
    Passphrase(const Passphrase&) = delete;
    Passphrase& operator=(const Passphrase&) = delete;
    ~Passphrase() = default;

    const SecretBytes& expose() const noexcept { return text_; }

private:
    SecretBytes text_;
};

// Where a passphrase comes from when the file turns out to be sealed with one. Never asked for another file, nor for one
// that asks for more work than 2^log_n_max.
struct PassphraseSource {
    std::function<std::expected<Passphrase, std::error_code>()> ask;  // at most once; its error ends the reading
    unsigned log_n_max = scrypt_log_n_max;
};

}  // namespace crypto::age
