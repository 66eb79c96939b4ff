#include "crypto/ed25519.hpp"

#include <gtest/gtest.h>

#include "tests/unit/crypto/hex.hpp"

namespace crypto {
namespace {

SigningKey key_of(std::string_view seed) {
    return SigningKey(SigningSeed(std::span<const std::uint8_t, 32>(hex_array<32>(seed))));
}

struct Rfc8032 {
    std::string_view seed, key, message, signature;
};
// RFC 8032, 7.1, TEST 1 to 3.
constexpr Rfc8032 rfc8032_vectors[] = {{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39"
                                "701cf9b46bd25bf5f0595bbe246551"
                                "41438e7a100b"},
                               {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f36"
                                "13d0f11d8c387b2eaeb4302aeeb00d"
                                "291612bb0c00"},
                               {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7"
                                "60984dc6594a7c15e9716ed28dc027"
                                "beceea1ec40a"}};

TEST(ed25519, matches_rfc_8032) {
    for (const auto& v : rfc8032_vectors) {
        const SigningKey key = key_of(v.seed);
        EXPECT_EQ(hex_encode(key.verify_key().bytes), v.key);
        const Signature signature = key.sign_raw(hex(v.message));
        EXPECT_EQ(hex_encode(signature.bytes), v.signature);
        EXPECT_TRUE(verify_raw(key.verify_key(), hex(v.message), signature));
    }
}

TEST(ed25519, refuses_an_altered_message_signature_or_key) {
    const SigningKey key = SigningKey::generate();
    const Signature signature = key.sign(Context::entry, as_bytes("message"));
    EXPECT_TRUE(verify(key.verify_key(), Context::entry, as_bytes("message"), signature));
    EXPECT_FALSE(verify(key.verify_key(), Context::entry, as_bytes("Message"), signature));
    EXPECT_FALSE(verify(SigningKey::generate().verify_key(), Context::entry, as_bytes("message"), signature));
    for (const std::size_t at : {0u, 31u, 32u, 63u}) {
        Signature altered = signature;
        altered.bytes[at] ^= 1;
        EXPECT_FALSE(verify(key.verify_key(), Context::entry, as_bytes("message"), altered));
    }
}

TEST(ed25519, keeps_contexts_apart) {
    const SigningKey key = SigningKey::generate();
    const Signature signature = key.sign(Context::entry, as_bytes("m"));
    EXPECT_FALSE(verify(key.verify_key(), Context::invitation, as_bytes("m"), signature));
    for (const Context other : {Context::enrolment, Context::device, Context::recovery})
        EXPECT_FALSE(verify(key.verify_key(), other, as_bytes("m"), signature));
    EXPECT_FALSE(verify_raw(key.verify_key(), as_bytes("m"), signature));
}

// docs/protocol.md, "Contexts": the bytes that a second implementation has to sign.
TEST(ed25519, signs_name_space_length_line_feed_message) {
    const SigningKey key = SigningKey::generate();
    EXPECT_EQ(key.sign(Context::entry, as_bytes("hello")), key.sign_raw(as_bytes("nfp-entry-v1 5\nhello")));
    EXPECT_EQ(key.sign(Context::invitation, {}), key.sign_raw(as_bytes("nfp-invitation-v1 0\n")));
    EXPECT_EQ(key.sign(Context::enrolment, as_bytes("x")), key.sign_raw(as_bytes("nfp-enrolment-v1 1\nx")));
    EXPECT_EQ(key.sign(Context::device, as_bytes("x")), key.sign_raw(as_bytes("nfp-device-v1 1\nx")));
    EXPECT_EQ(key.sign(Context::recovery, as_bytes("x")), key.sign_raw(as_bytes("nfp-recovery-v1 1\nx")));
}

// RFC 8032, 5.1.7: the same signature with S + L must not verify.
TEST(ed25519, refuses_s_not_below_the_group_order) {
    const auto order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");  // L, little-endian
    const SigningKey key = SigningKey::generate();
    Signature signature = key.sign_raw(as_bytes("m"));
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += signature.bytes[32 + i] + unsigned{order[i]};
        signature.bytes[32 + i] = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    EXPECT_FALSE(verify_raw(key.verify_key(), as_bytes("m"), signature));
}

// With the neutral point as key and R, and S = 0, every message would verify under the bare equation.
TEST(ed25519, refuses_small_order_and_non_canonical_keys) {
    Signature signature;
    signature.bytes[0] = 1;
    for (const auto key : {"0100000000000000000000000000000000000000000000000000000000000000",
                           "0000000000000000000000000000000000000000000000000000000000000000",
                           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
        EXPECT_FALSE(verify_raw(VerifyKey{hex_array<32>(key)}, as_bytes("m"), signature)) << key;
    }
}

}  // namespace
}  // namespace crypto
