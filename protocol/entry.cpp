#include "protocol/entry.hpp"

#include "crypto/age/format.hpp"
#include "crypto/encoding.hpp"
#include "protocol/limits.hpp"

namespace protocol {
namespace {

constexpr std::string_view signature_word = "ed25519 ";
constexpr std::size_t signature_base64_bytes = 88;

std::string signature_line(const crypto::Signature& signature) {
    return std::string(signature_word) + crypto::base64_encode(signature.bytes);
}

void hash_head(Entry& entry) {
    entry.id =
        crypto::Sha256().update(entry.header_line).update("\n").update(signature_line(entry.signature)).update("\n").finish();
    entry.header_hash = crypto::sha256(entry.header_line);
}

}  // namespace

std::expected<Entry, std::error_code> parse_entry(crypto::ByteView bytes, Delivered delivered) {
    if (bytes.size() > limits::entry_bytes_max) return std::unexpected(errc::too_large);
    const auto text = crypto::as_text(bytes);
    const auto header_end = text.substr(0, limits::header_bytes_max + 1).find('\n');
    if (header_end == std::string_view::npos)
        return std::unexpected(text.size() > limits::header_bytes_max ? errc::too_large : errc::malformed_entry);

    // "ed25519 " + 88 characters + LF + LF: fixed sizes, so nothing is searched for.
    const auto rest = text.substr(header_end + 1);
    const std::size_t head_bytes = signature_word.size() + signature_base64_bytes + 2;
    if (rest.size() < head_bytes || !rest.starts_with(signature_word) || rest.substr(head_bytes - 2, 2) != "\n\n")
        return std::unexpected(errc::malformed_entry);
    const auto signature =
        crypto::fixed<64>(crypto::base64_decode(rest.substr(signature_word.size(), signature_base64_bytes)));
    if (!signature) return std::unexpected(errc::malformed_entry);

    auto header = parse_header(text.substr(0, header_end));
    if (!header) return std::unexpected(header.error());
    Entry entry{.header_line = std::string(text.substr(0, header_end)),
                .header = std::move(*header),
                .signature = {*signature},
                .id = {},
                .header_hash = {},
                .body = crypto::to_bytes(rest.substr(head_bytes))};
    hash_head(entry);
    if (delivered == Delivered::header_only) {
        if (!entry.body.empty()) return std::unexpected(errc::malformed_entry);
    } else if (const auto error = check_body(entry.header, entry.body)) {
        return std::unexpected(error);
    }
    return entry;
}

std::string entry_head(const Entry& entry) {
    return entry.header_line + "\n" + signature_line(entry.signature) + "\n\n";
}

crypto::Bytes entry_bytes(const Entry& entry, Delivered delivered) {
    crypto::Bytes out = crypto::to_bytes(entry_head(entry));
    if (delivered == Delivered::whole) crypto::append(out, entry.body);
    return out;
}

Entry make_entry(const Header& header, crypto::Bytes body, const crypto::SigningKey& key) {
    Entry entry{.header_line = header_line(header), .header = header, .signature = {}, .id = {}, .header_hash = {},
                .body = std::move(body)};
    entry.signature = key.sign(crypto::Context::entry, crypto::as_bytes(entry.header_line));
    hash_head(entry);
    return entry;
}

std::error_code check_body(const Header& header, crypto::ByteView body) {
    if (!header.body) return body.empty() ? std::error_code{} : errc::body_mismatch;
    if (body.size() != header.body->size || crypto::sha256(body) != header.body->sha256) return errc::body_mismatch;
    const auto age_header = crypto::age::parse_header(body);
    if (!age_header || !crypto::age::is_hybrid_only(*age_header, header.audience.size())) return errc::bad_stanzas;
    return {};
}

bool verify_signature(const Entry& entry, const crypto::VerifyKey& key) {
    return crypto::verify(key, crypto::Context::entry, crypto::as_bytes(entry.header_line), entry.signature);
}

}  // namespace protocol
