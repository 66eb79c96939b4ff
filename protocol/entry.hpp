// An entry as bytes: header line, signature line, empty line, age file or nothing.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "crypto/bytes.hpp"
#include "crypto/ed25519.hpp"
#include "protocol/header.hpp"

namespace protocol {

struct Entry {
    std::string header_line;        // without LF: what is signed, hashed and stored
    Header header;                  // its fields
    crypto::Signature signature;
    EntryId id{};                   // SHA-256 of header line + LF + signature line + LF
    crypto::Digest header_hash{};   // SHA-256 of the header line: two entries with the same are duplicates
    crypto::Bytes body;             // ciphertext; empty when the header names none, or in a header-only delivery
};

// What a delivery holds of an entry.
enum class Delivered { whole, header_only };

// Takes an entry apart. The body must fit the header (check_body); a header-only entry must have none.
// Errors: malformed_entry, body_mismatch, bad_stanzas and those of parse_header.
std::expected<Entry, std::error_code> parse_entry(crypto::ByteView bytes, Delivered delivered = Delivered::whole);

// The entry's bytes; `header_only` leaves the body out.
crypto::Bytes entry_bytes(const Entry& entry, Delivered delivered = Delivered::whole);
// Header line, signature line and empty line: what an entry without its body is.
std::string entry_head(const Entry& entry);

// Puts an entry together from a finished header. `header.body` must already describe `body`.
Entry make_entry(const Header& header, crypto::Bytes body, const crypto::SigningKey& key);

// Size, hash, and exactly one hybrid stanza per audience member. Errors: body_mismatch, bad_stanzas.
std::error_code check_body(const Header& header, crypto::ByteView body);

// Signature by `key` over the header line (context `nfp-entry-v1`).
[[nodiscard]] bool verify_signature(const Entry& entry, const crypto::VerifyKey& key);

}  // namespace protocol
