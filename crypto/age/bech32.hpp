// Bech32 (BIP 173) without its length limit, as age keys use it. Internal to crypto/age. All of it works on wiping memory,
// because identities are written in it too.
#pragma once

#include <optional>
#include <string>

#include "crypto/secret.hpp"

namespace crypto::age {

struct Bech32 {
    std::string prefix;  // human-readable part, in the case it was written in
    SecretBytes data;
};

// `prefix` in lower case; so is the result.
SecretBytes bech32_encode(std::string_view prefix, ByteView data);
// Nothing when the case is mixed, the checksum is wrong or the padding is not canonical.
std::optional<Bech32> bech32_decode(std::string_view text);

}  // namespace crypto::age
