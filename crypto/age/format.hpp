// The text header of an age v1 file (C2SP age, "Header"): parsed strictly, secret-free. The gateway links this.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "crypto/age/errc.hpp"
#include "crypto/age/limits.hpp"
#include "crypto/bytes.hpp"

namespace crypto::age {

inline constexpr std::string_view hybrid_stanza_type = "mlkem768x25519";
inline constexpr std::string_view x25519_stanza_type = "X25519";
inline constexpr std::string_view scrypt_stanza_type = "scrypt";
inline constexpr std::size_t hybrid_enc_bytes = 1120;  // X-Wing ciphertext, the argument of a hybrid stanza
inline constexpr std::size_t wrapped_key_bytes = 32;   // 16-byte file key and 16-byte tag, the body of the native stanzas

struct Stanza {
    std::vector<std::string> args;  // args[0] is the type
    Bytes body;
    bool operator==(const Stanza&) const = default;
};

struct Header {
    std::vector<Stanza> stanzas;
    std::array<std::uint8_t, 32> mac{};
    std::size_t mac_input_bytes = 0;  // raw bytes from the start through "---": what the MAC covers
    std::size_t bytes_count = 0;      // whole header with its final LF; the payload starts here
};

// Parses the header at the start of `file`. malformed_header when it is not canonical, not complete within `file`, or over a
// bound.
std::expected<Header, std::error_code> parse_header(ByteView file);

std::string encode_stanza(const Stanza& stanza);

// The label checked above the age layer: true when every stanza is a well-formed mlkem768x25519 stanza (two arguments,
// 1120-byte encapsulation, 32-byte body) and there are exactly `count`.
bool is_hybrid_only(const Header& header, std::size_t count);

}  // namespace crypto::age
