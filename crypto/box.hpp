// XChaCha20-Poly1305-IETF boxes for data at rest under a key of our own (the gateway's store key, the client's vault key).
// Layout: 24 random bytes of nonce, ciphertext, 16 bytes of tag. This is not the age layer and opens no entry body.
#pragma once

#include <optional>

#include "crypto/secret.hpp"

namespace crypto {

using BoxKey = Secret<32, struct BoxKeyTag>;
inline constexpr std::size_t box_overhead_bytes = 24 + 16;

Bytes box_seal(const BoxKey& key, ByteView plaintext, ByteView associated_data);
// Nothing when the box was not sealed by this key with this associated data.
[[nodiscard]] std::optional<SecretBytes> box_open(const BoxKey& key, ByteView box, ByteView associated_data);

}  // namespace crypto
