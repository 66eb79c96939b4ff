// A file key under a passphrase (C2SP age, "The scrypt recipient type"). Internal to crypto/age.
#pragma once

#include <array>

#include "crypto/age/file_key.hpp"
#include "crypto/age/format.hpp"
#include "crypto/age/passphrase.hpp"

namespace crypto::age {

using ScryptSalt = std::array<std::uint8_t, 16>;  // random, new for every file
using ScryptWrapKey = Secret<32, struct ScryptWrapKeyTag>;

// N = 2^log_n, r = 8, p = 1. Takes 2^log_n KiB; throws std::runtime_error when they are not to be had, and
// std::invalid_argument for a log_n that no bound of ours lets through (0, or above 30).
ScryptWrapKey scrypt_wrap_key(const Passphrase& passphrase, const ScryptSalt& salt, unsigned log_n);

// The only stanza of its file.
Stanza wrap_file_key(const FileKey& file_key, const Passphrase& passphrase, unsigned log_n);

}  // namespace crypto::age
