// The file key and what is derived from it (C2SP age, "File key", "Header MAC", "Payload"). Internal to crypto/age.
#pragma once

#include "crypto/secret.hpp"
#include "crypto/sha256.hpp"

namespace crypto::age {

using FileKey = Secret<16, struct FileKeyTag>;  // random, new for every file
using PayloadKey = Secret<32, struct PayloadKeyTag>;
using PayloadNonce = std::array<std::uint8_t, 16>;  // random, follows the header: the salt of the payload key

inline constexpr std::size_t chunk_bytes = 64 * 1024;  // plaintext of every chunk but the last
inline constexpr std::size_t tag_bytes = 16;
inline constexpr std::size_t sealed_chunk_bytes = chunk_bytes + tag_bytes;

// `mac_input`: the header's raw bytes through "---", as received or as written.
Digest header_mac(const FileKey& file_key, ByteView mac_input);
PayloadKey payload_key(const FileKey& file_key, const PayloadNonce& nonce);

// Nonce of chunk `number`: an 11-byte big-endian counter and the last-chunk flag. It starts from zero in every file, which
// is safe because the payload key is new for every file: random file key, random salt (C2SP age, "Payload").
std::array<std::uint8_t, 12> chunk_nonce(std::uint64_t number, bool last) noexcept;

}  // namespace crypto::age
