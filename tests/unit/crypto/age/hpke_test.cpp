#include "crypto/age/hpke.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "crypto/age/identity.hpp"
#include "crypto/kdf.hpp"
#include "tests/unit/crypto/hex.hpp"

namespace crypto::age {
namespace {

// draft-connolly-cfrg-xwing-kem, appendix C, first vector: what we call X-Wing is what the draft calls X-Wing.
TEST(xwing, matches_the_draft) {
    const auto seed = hex_array<32>("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26");
    const auto randomness = hex_array<64>(
        "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d97491"
        "8835d25e6a"
        "435085b2");
    const HybridIdentity identity{HybridSeed(seed)};
    std::array<std::uint8_t, crypto_kem_xwing_CIPHERTEXTBYTES> enc;
    std::array<std::uint8_t, 32> shared, opened;
    ASSERT_EQ(crypto_kem_xwing_enc_deterministic(enc.data(), shared.data(), identity.recipient().bytes.data(),
                                                 randomness.data()),
              0);
    EXPECT_EQ(hex_encode(shared), "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384");
    ASSERT_EQ(crypto_kem_dec(opened.data(), enc.data(), identity.seed().expose().data()), 0);
    EXPECT_EQ(opened, shared);
}

// The key schedule again, from HMAC alone (RFC 5869, 2.2 and 2.3: extract is HMAC(salt, ikm), one block of expand is
// HMAC(prk, info || 0x01)). That stock age agrees is shown by tests/vectors.
TEST(hpke, key_schedule_is_that_of_rfc_9180) {
    const Bytes shared(32, 0x42);
    const std::string suite = {'H', 'P', 'K', 'E', 0x64, 0x7a, 0x00, 0x01, 0x00, 0x03}, info = "some info";
    const auto extract = [&](ByteView salt, const std::string& label, const std::string& ikm) {
        return hmac_sha256(salt, as_bytes("HPKE-v1" + suite + label + ikm));
    };
    const auto expand = [&](ByteView prk, const std::string& label, const std::string& context, char length) {
        return hmac_sha256(prk, as_bytes(std::string{'\0', length} + "HPKE-v1" + suite + label + context + '\x01'));
    };
    const std::string context =
        std::string(1, '\0') + to_text(extract({}, "psk_id_hash", "")) + to_text(extract({}, "info_hash", info));
    const Digest secret = extract(shared, "secret", "");
    const HpkeContext derived = hpke_key_schedule(KemSecret(std::span(shared).first<32>()), info);
    EXPECT_EQ(hex_encode(derived.key.expose()), hex_encode(expand(secret, "key", context, 32)));
    EXPECT_EQ(hex_encode(derived.base_nonce.expose()),
              hex_encode(expand(secret, "base_nonce", context, 12)).substr(0, 24));
}

}  // namespace
}  // namespace crypto::age
