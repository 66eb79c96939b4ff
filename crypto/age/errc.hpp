// Outcomes of reading an age file. The names follow the result classes of the public age test kit (C2SP CCTV, age/).
#pragma once

#include <system_error>

namespace crypto::age {

enum class errc {
    malformed_header = 1,   // the text header is not canonical age v1, or a stanza of a known type breaks its rules
    no_matching_identity,   // no stanza opened with the given identities
    header_mac_mismatch,    // the file key opened, the header was altered
    payload_tampered,       // a chunk failed authentication, or something follows the last chunk
    payload_truncated,      // the stream ended before a final chunk
    malformed_key,          // an identity or recipient string is not canonical Bech32 of its kind
    invalid_recipient,      // a recipient's public key cannot be encapsulated to (FIPS 203, 7.2, or a low-order point)
    mixed_recipients,       // post-quantum and classic recipients together (age, hybrid recipient type)
    malformed_armor,        // the text wrapping is not strict
    excessive_work,         // opening with the passphrase takes more work than allowed; for the test kit a header failure
    too_many_recipients,    // above stanzas_max
};
std::error_code make_error_code(errc e) noexcept;

}  // namespace crypto::age
template <> struct std::is_error_code_enum<crypto::age::errc> : std::true_type {};
