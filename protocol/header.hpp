// The signed header of an entry (docs/protocol.md, "Header").
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "protocol/canonical_json.hpp"
#include "protocol/names.hpp"

namespace protocol {

struct BodyRef {
    crypto::Digest sha256{};   // of the ciphertext
    std::uint64_t size = 0;    // bytes of the ciphertext
    bool operator==(const BodyRef&) const = default;
};

struct Header {
    std::string kind;                     // may be a kind that this version does not know
    std::optional<NetworkId> network;     // absent in `genesis` only
    Handle author;
    KeyId key;                            // the author's device
    std::vector<Audience> audience;
    std::vector<EntryId> refs;
    std::optional<BodyRef> body;
    std::vector<BodyRef> blobs;
    std::int64_t time = 0;                // the author's clock; decides nothing
    std::array<std::uint8_t, 16> nonce{};
    std::optional<std::string> seen;      // newest checkpoint note that the author verified
    Json claim;                           // null, or an object: governing kinds only
};

// Parses a header line without its LF. Errors: malformed_header, too_large, unknown_version.
std::expected<Header, std::error_code> parse_header(std::string_view line);
// The one header line of these fields, without LF. Throws std::logic_error when a field has no canonical form.
std::string header_line(const Header& header);

// What a body repeats: SHA-256 of `nfp-bind-v1` LF and the header line with the field `body` left out.
crypto::Digest bind_of(const Header& header);

Json audience_json(const Audience& audience);
std::optional<Audience> parse_audience(const Json& value);

}  // namespace protocol
