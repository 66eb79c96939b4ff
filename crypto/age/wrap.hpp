// Wrapping a file key for a recipient (C2SP age, "Recipient stanza" and the native types). Internal to crypto/age.
#pragma once

#include <expected>

#include "crypto/age/file_key.hpp"
#include "crypto/age/format.hpp"
#include "crypto/age/hpke.hpp"
#include "crypto/age/recipient.hpp"

namespace crypto::age {

inline constexpr std::string_view hybrid_info = "age-encryption.org/mlkem768x25519";
inline constexpr std::size_t x25519_share_bytes = 32;
static_assert(wrapped_key_bytes == FileKey::bytes_count + tag_bytes);

// A wrap key that seals nothing else may have this nonce; each recipient type says why its key is such a one.
inline constexpr std::array<std::uint8_t, 12> zero_nonce{};
// ChaCha20-Poly1305: the body of a native stanza.
Bytes seal_file_key(const FileKey& file_key, ByteView key, ByteView nonce);

using X25519Secret = Secret<32, struct X25519SecretTag>;  // result of a Diffie-Hellman exchange
using WrapKey = Secret<32, struct WrapKeyTag>;
// C2SP age, "The X25519 recipient type": HKDF over the exchange, salted with share and recipient.
WrapKey x25519_wrap_key(const X25519Secret& exchanged, std::span<const std::uint8_t, x25519_share_bytes> share,
                        const X25519Recipient& recipient);

// The stanza that gives `file_key` to `recipient`. invalid_recipient when nothing can be encapsulated to its key.
std::expected<Stanza, std::error_code> wrap_file_key(const FileKey& file_key, const HybridRecipient& recipient);
std::expected<Stanza, std::error_code> wrap_file_key(const FileKey& file_key, const X25519Recipient& recipient);

}  // namespace crypto::age
