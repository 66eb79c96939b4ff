#include "crypto/kdf.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/unit/crypto/hex.hpp"

namespace crypto {
namespace {

// RFC 5869, A.1 and A.3.
TEST(hkdf, matches_rfc_5869) {
    const Bytes ikm(22, 0x0b);
    const Bytes info = hex("f0f1f2f3f4f5f6f7f8f9");
    EXPECT_EQ(hex_encode(hkdf_sha256(ikm, hex("000102030405060708090a0b0c"), as_text(ByteView(info)), 42)),
              "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    EXPECT_EQ(hex_encode(hkdf_sha256(ikm, {}, "", 42)),
              "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(hkdf, bounds_its_output) {
    EXPECT_EQ(hkdf_sha256({}, {}, "", 255 * 32).size(), 255u * 32);
    EXPECT_TRUE(hkdf_sha256({}, {}, "", 0).empty());
    EXPECT_THROW((void)hkdf_sha256({}, {}, "", 255 * 32 + 1), std::invalid_argument);
}

// RFC 4231, 4.2, 4.3, 4.7 (a key longer than a block).
TEST(hmac, matches_rfc_4231) {
    EXPECT_EQ(hex_encode(hmac_sha256(Bytes(20, 0x0b), as_bytes("Hi There"))),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hex_encode(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(
        hex_encode(hmac_sha256(Bytes(131, 0xaa), as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(hmac, takes_empty_key_and_message) {
    EXPECT_EQ(hex_encode(hmac_sha256({}, {})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

// RFC 9106's own vector has four lanes and a secret, which libsodium does not do. These come from the reference
// implementation's command: printf password | argon2 somesaltsomesalt -id -t T -k K -p 1 -l L -r
TEST(argon2id, matches_the_reference_implementation) {
    Argon2Salt salt;
    std::ranges::copy(as_bytes("somesaltsomesalt"), salt.begin());
    EXPECT_EQ(hex_encode(argon2id(as_bytes("password"), salt, {.memory_kib = 65536, .passes = 3}, 32)),
              "7664ad4ba1a3c999fcdd0991ffc2270f78302d2383233db5e7befc85d1bb1819");
    EXPECT_EQ(hex_encode(argon2id(as_bytes("password"), salt, {.memory_kib = 64, .passes = 1}, 24)),
              "c4cb7069bcd430f09366e3c937df1db60a64e0d5054fdbef");
}

TEST(argon2id, refuses_costs_out_of_range) {
    EXPECT_THROW((void)argon2id({}, {}, {.memory_kib = 1, .passes = 3}, 32), std::invalid_argument);
    EXPECT_THROW((void)argon2id({}, {}, {.memory_kib = 64, .passes = 0}, 32), std::invalid_argument);
    EXPECT_THROW((void)argon2id({}, {}, {.memory_kib = 64, .passes = 1}, 15), std::invalid_argument);
}

}  // namespace
}  // namespace crypto
