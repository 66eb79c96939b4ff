// Signed notes (C2SP signed-note v1.0.0) with Ed25519 (type 0x01).
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <system_error>

#include "crypto/ed25519.hpp"

namespace crypto::note {

enum class errc {
    malformed_note = 1,   // not a signed note, or over its bounds
    malformed_key,        // not a verifier key of a type we know
    signature_mismatch,   // a signature of the known key does not verify
    unknown_signer,       // no signature by the known key
};
std::error_code make_error_code(errc e) noexcept;

// A verifier key: NAME+HEX8+BASE64 (C2SP signed-note, "Verifier keys").
class Verifier {
public:
    Verifier(std::string name, VerifyKey key);
    static std::expected<Verifier, std::error_code> parse(std::string_view text);

    const std::string& name() const noexcept { return name_; }
    const VerifyKey& key() const noexcept { return key_; }
    std::uint32_t key_id() const noexcept { return key_id_; }
    std::string text() const;
    bool operator==(const Verifier&) const = default;

private:
    std::string name_;
    VerifyKey key_;
    std::uint32_t key_id_;
};

// Signs `text` (ends with LF, no empty line at its end rules apart from C2SP's): returns the whole note.
// Throws std::invalid_argument when the text is not allowed in a note.
std::string sign(std::string_view text, const std::string& name, const SigningKey& key);

// Returns the text of the note when `verifier` signed it. Unknown signers' lines are ignored (at most 32, note at most 64 KiB).
[[nodiscard]] std::expected<std::string, std::error_code> open(std::string_view note, const Verifier& verifier);

}  // namespace crypto::note
template <> struct std::is_error_code_enum<crypto::note::errc> : std::true_type {};
