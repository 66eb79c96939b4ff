#include "crypto/age/unwrap.hpp"

#include <sodium.h>

#include <algorithm>
#include <string>

#include "crypto/age/scrypt.hpp"
#include "crypto/age/wrap.hpp"
#include "crypto/encoding.hpp"

namespace crypto::age {
namespace {

// Exactly the type and one argument of N canonical bytes, and a body that is a wrapped file key.
template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> share_of(const Stanza& stanza) {
    if (stanza.args.size() != 2 || stanza.body.size() != wrapped_key_bytes) return std::nullopt;
    return fixed<N>(base64_decode_unpadded(stanza.args[1]));
}

struct ScryptArguments {
    ScryptSalt salt;
    unsigned log_n;
};

// A salt and the work factor, decimal without sign or leading zero. One beyond two digits is beyond every bound.
std::optional<ScryptArguments> scrypt_arguments(const Stanza& stanza) {
    if (stanza.args.size() != 3 || stanza.body.size() != wrapped_key_bytes) return std::nullopt;
    const auto salt = fixed<std::tuple_size_v<ScryptSalt>>(base64_decode_unpadded(stanza.args[1]));
    const std::string& digits = stanza.args[2];
    const bool is_decimal = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (!salt || !is_decimal || digits.front() == '0') return std::nullopt;
    return ScryptArguments{*salt, digits.size() > 2 ? 100u : static_cast<unsigned>(std::stoul(digits))};
}

std::expected<FileKey, std::error_code> open_file_key(const Stanza& stanza, ByteView key, ByteView nonce) {
    std::array<std::uint8_t, FileKey::bytes_count> raw{};
    const int result = crypto_aead_chacha20poly1305_ietf_decrypt(
        raw.data(), nullptr, nullptr, stanza.body.data(), stanza.body.size(), nullptr, 0, nonce.data(), key.data());
    FileKey file_key{std::span<const std::uint8_t, FileKey::bytes_count>(raw)};
    wipe(raw);
    if (result != 0) return std::unexpected(errc::no_matching_identity);
    return file_key;
}

}  // namespace

bool is_for_passphrase(const Stanza& stanza) { return stanza.args.front() == scrypt_stanza_type; }

std::error_code check_known_stanzas(const Header& header) {
    for (const Stanza& stanza : header.stanzas) {
        const std::string& type = stanza.args.front();
        // A passphrase stands alone, else who knows it could not tell who else can read (C2SP age, "scrypt").
        if (is_for_passphrase(stanza) && (header.stanzas.size() != 1 || !scrypt_arguments(stanza))) return errc::malformed_header;
        if (type == hybrid_stanza_type && !share_of<hybrid_enc_bytes>(stanza)) return errc::malformed_header;
        if (type == x25519_stanza_type && !share_of<x25519_share_bytes>(stanza)) return errc::malformed_header;
    }
    return {};
}

std::expected<FileKey, std::error_code> unwrap_file_key(const Stanza& stanza, const HybridIdentity& identity) {
    if (stanza.args.front() != hybrid_stanza_type) return std::unexpected(errc::no_matching_identity);
    const auto enc = share_of<hybrid_enc_bytes>(stanza);
    if (!enc) return std::unexpected(errc::malformed_header);
    std::array<std::uint8_t, KemSecret::bytes_count> raw{};
    const int result = crypto_kem_dec(raw.data(), enc->data(), identity.seed().expose().data());
    const KemSecret shared_secret{std::span<const std::uint8_t, KemSecret::bytes_count>(raw)};
    wipe(raw);
    // Fails only on a low-order ephemeral; ML-KEM rejects implicitly, so a wrong key shows as a bad tag below.
    if (result != 0) return std::unexpected(errc::malformed_header);
    const HpkeContext context = hpke_key_schedule(shared_secret, hybrid_info);
    return open_file_key(stanza, context.key.expose(), context.base_nonce.expose());
}

std::expected<FileKey, std::error_code> unwrap_file_key(const Stanza& stanza, const X25519Identity& identity) {
    if (stanza.args.front() != x25519_stanza_type) return std::unexpected(errc::no_matching_identity);
    const auto share = share_of<x25519_share_bytes>(stanza);
    if (!share) return std::unexpected(errc::malformed_header);
    std::array<std::uint8_t, X25519Secret::bytes_count> raw{};
    const int result = crypto_scalarmult(raw.data(), identity.scalar().expose().data(), share->data());
    const X25519Secret exchanged{std::span<const std::uint8_t, X25519Secret::bytes_count>(raw)};
    wipe(raw);
    if (result != 0) return std::unexpected(errc::malformed_header);  // all-zero result: a low-order share
    // The zero nonce of wrap_file_key: the key comes from the sealer's fresh ephemeral scalar and opens nothing else.
    const WrapKey wrap_key = x25519_wrap_key(exchanged, *share, identity.recipient());
    return open_file_key(stanza, wrap_key.expose(), zero_nonce);
}

std::expected<FileKey, std::error_code> unwrap_file_key(const Stanza& stanza, const PassphraseSource& source) {
    if (!is_for_passphrase(stanza)) return std::unexpected(errc::no_matching_identity);
    const auto arguments = scrypt_arguments(stanza);
    if (!arguments) return std::unexpected(errc::malformed_header);
    if (arguments->log_n > source.log_n_max) return std::unexpected(errc::excessive_work);
    const auto passphrase = source.ask();
    if (!passphrase) return std::unexpected(passphrase.error());
    const ScryptWrapKey wrap_key = scrypt_wrap_key(*passphrase, arguments->salt, arguments->log_n);
    return open_file_key(stanza, wrap_key.expose(), zero_nonce);
}

std::expected<FileKey, std::error_code> unwrap_file_key(const Header& header, const std::vector<Identity>& identities) {
    for (const Stanza& stanza : header.stanzas) {
        for (const Identity& identity : identities) {
            auto file_key = std::visit([&](const auto& i) { return unwrap_file_key(stanza, i); }, identity);
            // "Not for me" is not the end, "malformed" is.
            if (file_key || file_key.error() != errc::no_matching_identity) return file_key;
        }
    }
    return std::unexpected(errc::no_matching_identity);
}

}  // namespace crypto::age
