#include "crypto/age/hpke.hpp"

#include <sodium.h>

namespace crypto::age {
namespace {

constexpr std::array<std::uint8_t, 10> suite_id{'H',  'P',  'K',  'E',  0x64,
                                                0x7a, 0x00, 0x01, 0x00, 0x03};  // RFC 9180, 5.1
constexpr std::string_view version = "HPKE-v1";
constexpr std::uint8_t mode_base = 0x00;

using Prk = Secret<crypto_kdf_hkdf_sha256_KEYBYTES, struct PrkTag>;

// RFC 9180, 4: HKDF-Extract(salt, "HPKE-v1" || suite_id || label || ikm). Only public values are ever the ikm here.
Prk labeled_extract(ByteView salt, std::string_view label, std::string_view ikm) {
    Bytes labeled = to_bytes(version);
    append(labeled, suite_id);
    append(labeled, as_bytes(label));
    append(labeled, as_bytes(ikm));
    std::array<std::uint8_t, Prk::bytes_count> raw;
    crypto_kdf_hkdf_sha256_extract(raw.data(), salt.data(), salt.size(), labeled.data(), labeled.size());
    Prk prk{std::span<const std::uint8_t, Prk::bytes_count>(raw)};
    wipe(raw);
    return prk;
}

// RFC 9180, 4: HKDF-Expand(prk, I2OSP(L, 2) || "HPKE-v1" || suite_id || label || info, L)
template <class SecretType>
SecretType labeled_expand(const Prk& prk, std::string_view label, ByteView info) {
    constexpr std::size_t length = SecretType::bytes_count;
    Bytes labeled{static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length & 0xff)};
    append(labeled, as_bytes(version));
    append(labeled, suite_id);
    append(labeled, as_bytes(label));
    append(labeled, info);
    const auto labeled_text = as_text(labeled);
    std::array<std::uint8_t, length> raw;
    crypto_kdf_hkdf_sha256_expand(raw.data(), raw.size(), labeled_text.data(), labeled_text.size(), prk.expose().data());
    SecretType out{std::span<const std::uint8_t, length>(raw)};
    wipe(raw);
    return out;
}

}  // namespace

HpkeContext hpke_key_schedule(const KemSecret& shared_secret, std::string_view info) {
    Bytes context{mode_base};
    append(context, labeled_extract({}, "psk_id_hash", "").expose());
    append(context, labeled_extract({}, "info_hash", info).expose());
    const Prk secret = labeled_extract(shared_secret.expose(), "secret", "");  // the shared secret is the salt, no PSK
    return {labeled_expand<HpkeKey>(secret, "key", context), labeled_expand<HpkeNonce>(secret, "base_nonce", context)};
}

}  // namespace crypto::age
