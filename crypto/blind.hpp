// Blind index tokens: keyed BLAKE2b (RFC 7693). The running number makes every token unique, so equal values do not show.
#pragma once

#include <array>

#include "crypto/secret.hpp"

namespace crypto {

using BlindKey = Secret<32, struct BlindKeyTag>;
using BlindToken = std::array<std::uint8_t, 16>;

// Token of the `running`-th occurrence of `value` in `field`. Length-prefixed inside: no two inputs collide by concatenation.
BlindToken blind_token(const BlindKey& key, std::string_view field, ByteView value, std::uint64_t running);

}  // namespace crypto
