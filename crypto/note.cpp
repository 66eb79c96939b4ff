#include "crypto/note.hpp"

#include <algorithm>
#include <stdexcept>

#include "crypto/encoding.hpp"
#include "crypto/sha256.hpp"
#include "crypto/utf8.hpp"

namespace crypto::note {
namespace {

constexpr std::uint8_t ed25519_type = 0x01;  // C2SP signed-note, "Signature types"
constexpr std::size_t note_bytes_max = 64 * 1024;
constexpr std::size_t signatures_max = 32;  // "Format" asks for at least 16
constexpr std::size_t key_id_bytes = 4;
constexpr std::string_view dash = "\u2014 ";  // em dash, space: starts a signature line

// "Signatures": not empty, no Unicode space, no plus sign.
bool is_key_name(std::string_view name) {
    return !name.empty() && name.find('+') == std::string_view::npos &&
           utf8::all_of(name, [](char32_t c) { return !utf8::is_space(c); });
}

// "Format": UTF-8, ends with LF, no control characters but LF.
bool is_note_text(std::string_view text) {
    return text.ends_with('\n') && utf8::all_of(text, [](char32_t c) { return c >= 0x20 || c == '\n'; });
}

std::uint32_t key_id_of(std::string_view name, const VerifyKey& key) {
    const Digest digest =
        Sha256().update(name).update("\n").update(ByteView(&ed25519_type, 1)).update(key.bytes).finish();
    return std::uint32_t{digest[0]} << 24 | std::uint32_t{digest[1]} << 16 | std::uint32_t{digest[2]} << 8 | digest[3];
}

std::array<std::uint8_t, key_id_bytes> big_endian(std::uint32_t id) {
    return {static_cast<std::uint8_t>(id >> 24), static_cast<std::uint8_t>(id >> 16),
            static_cast<std::uint8_t>(id >> 8), static_cast<std::uint8_t>(id)};
}

struct SignatureLine {
    std::string_view name;
    Bytes blob;  // key id, signature
};

std::optional<SignatureLine> parse_signature_line(std::string_view line) {
    if (!line.starts_with(dash)) return std::nullopt;
    line.remove_prefix(dash.size());
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) return std::nullopt;
    std::optional<Bytes> blob = base64_decode(line.substr(space + 1));
    if (!blob || blob->size() <= key_id_bytes) return std::nullopt;
    return SignatureLine{line.substr(0, space), *std::move(blob)};
}

struct Parts {
    std::string_view text;
    std::vector<SignatureLine> signatures;
};

std::optional<Parts> split(std::string_view note) {
    if (note.size() > note_bytes_max || !note.ends_with('\n')) return std::nullopt;
    const std::size_t empty_line = note.rfind("\n\n");  // the LAST empty line ends the text
    if (empty_line == std::string_view::npos) return std::nullopt;
    Parts parts{note.substr(0, empty_line + 1), {}};
    if (!is_note_text(parts.text)) return std::nullopt;
    for (std::string_view rest = note.substr(empty_line + 2); !rest.empty();) {
        const std::size_t end = rest.find('\n');
        std::optional<SignatureLine> line = parse_signature_line(rest.substr(0, end));
        if (!line || parts.signatures.size() == signatures_max) return std::nullopt;
        parts.signatures.push_back(*std::move(line));
        rest.remove_prefix(end + 1);
    }
    if (parts.signatures.empty()) return std::nullopt;
    return parts;
}

struct Category final : std::error_category {
    const char* name() const noexcept override { return "signed note"; }
    std::string message(int value) const override {
        switch (static_cast<errc>(value)) {
            case errc::malformed_note: return "this is not a signed note, or it is too large";
            case errc::malformed_key: return "this is not an Ed25519 verifier key of a signed note";
            case errc::signature_mismatch: return "the note's signature by the known key does not verify";
            case errc::unknown_signer: return "the note bears no signature by the known key";
        }
        return "unknown signed note error";
    }
};

}  // namespace

std::error_code make_error_code(errc e) noexcept {
    static const Category category;
    return {static_cast<int>(e), category};
}

Verifier::Verifier(std::string name, VerifyKey key)
    : name_(std::move(name)), key_(key), key_id_(key_id_of(name_, key_)) {
    if (!is_key_name(name_)) throw std::invalid_argument("not a key name of a signed note: " + name_);
}

std::expected<Verifier, std::error_code> Verifier::parse(std::string_view text) {
    // Split at the first two plus signs: the base64 at the end may hold more of them ("Verifier keys").
    const std::size_t first = text.find('+');
    const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos) return std::unexpected(errc::malformed_key);
    const std::string_view name = text.substr(0, first);
    const auto id = fixed<key_id_bytes>(hex_decode(text.substr(first + 1, second - first - 1)));
    const auto typed_key = fixed<1 + 32>(base64_decode(text.substr(second + 1)));
    if (!is_key_name(name) || !id || !typed_key || typed_key->front() != ed25519_type) {
        return std::unexpected(errc::malformed_key);
    }
    VerifyKey key;
    std::copy(typed_key->begin() + 1, typed_key->end(), key.bytes.begin());
    Verifier verifier{std::string(name), key};
    if (big_endian(verifier.key_id()) != *id) return std::unexpected(errc::malformed_key);
    return verifier;
}

std::string Verifier::text() const {
    Bytes typed_key{ed25519_type};
    append(typed_key, key_.bytes);
    return name_ + '+' + hex_encode(big_endian(key_id_)) + '+' + base64_encode(typed_key);
}

std::string sign(std::string_view text, const std::string& name, const SigningKey& key) {
    if (!is_note_text(text)) throw std::invalid_argument("this text cannot be a signed note's");
    const Verifier verifier(name, key.verify_key());
    Bytes blob;
    append(blob, big_endian(verifier.key_id()));
    append(blob, key.sign_raw(as_bytes(text)).bytes);
    std::string note(text);
    note.append("\n").append(dash).append(name).append(" ").append(base64_encode(blob)).append("\n");
    if (note.size() > note_bytes_max) throw std::invalid_argument("this text is too long for a signed note");
    return note;
}

std::expected<std::string, std::error_code> open(std::string_view note, const Verifier& verifier) {
    const std::optional<Parts> parts = split(note);
    if (!parts) return std::unexpected(errc::malformed_note);
    const auto id = big_endian(verifier.key_id());
    bool verified = false;
    for (const SignatureLine& line : parts->signatures) {
        if (line.name != verifier.name() || !std::ranges::equal(ByteView(line.blob).first(key_id_bytes), id)) continue;
        // One bad signature by the known key spoils the note, whatever stands beside it ("Format").
        Signature signature;
        if (line.blob.size() != key_id_bytes + signature.bytes.size()) return std::unexpected(errc::signature_mismatch);
        std::copy(line.blob.begin() + key_id_bytes, line.blob.end(), signature.bytes.begin());
        if (!verify_raw(verifier.key(), as_bytes(parts->text), signature)) {
            return std::unexpected(errc::signature_mismatch);
        }
        verified = true;
    }
    if (!verified) return std::unexpected(errc::unknown_signer);
    return std::string(parts->text);
}

}  // namespace crypto::note
