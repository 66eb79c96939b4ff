#include "crypto/recovery/key.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "../hex.hpp"
#include "crypto/age/open.hpp"
#include "crypto/age/seal.hpp"
#include "crypto/random.hpp"

namespace crypto::recovery {
namespace {

RecoverySecret counting_secret() {
    std::array<std::uint8_t, 32> bytes;
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
    return RecoverySecret(std::span<const std::uint8_t, 32>(bytes));
}

// A sheet must open after years. The seeds are HKDF-SHA-256 (RFC 5869) by Python's hmac and hashlib.
TEST(recovery_key, does_not_change) {
    const auto key = derive_key(counting_secret());
    EXPECT_EQ(hex_encode(key.sign.seed().expose()), "72c023aa20e293edaf8c51eda23c7e189bcd60dfbf39381b9721ba8278d08504");
    EXPECT_EQ(hex_encode(key.age.seed().expose()), "176b398e22340c4222308de65e97d978d7458a9624d86f4ee9fa779ad519a73d");
    EXPECT_EQ(fingerprint(key.public_key()).text(), "c073 128c 7b86 2447");
}

TEST(recovery_key, opens_what_is_sealed_to_it_and_signs) {
    const auto secret = random_secret<RecoverySecret>();
    const auto published = derive_key(secret).public_key();
    const auto sealed = age::seal(std::vector<age::Recipient>{published.age}, as_bytes("file"));
    ASSERT_TRUE(sealed);

    auto again = derive_key(secret);
    const auto signature = again.sign.sign(Context::entry, as_bytes("header"));
    EXPECT_TRUE(verify(published.sign, Context::entry, as_bytes("header"), signature));
    std::vector<age::Identity> identities;
    identities.push_back(std::move(again.age));
    const auto opened = age::open(identities, *sealed);
    ASSERT_TRUE(opened);
    EXPECT_EQ(as_text(*opened), "file");
}

TEST(recovery_key, each_half_has_a_seed_of_its_own) {
    const auto key = derive_key(counting_secret());
    EXPECT_FALSE(std::ranges::equal(key.sign.seed().expose(), key.age.seed().expose()));
    EXPECT_NE(derive_key(random_secret<RecoverySecret>()).public_key(), key.public_key());
}

TEST(fingerprint, is_of_both_public_keys) {
    const auto key = derive_key(counting_secret()).public_key();
    auto other_sign = key, other_age = key;
    other_sign.sign.bytes[31] ^= 1;
    other_age.age.bytes[1215] ^= 1;
    EXPECT_NE(fingerprint(other_sign), fingerprint(key));
    EXPECT_NE(fingerprint(other_age), fingerprint(key));
    EXPECT_NE(fingerprint(other_age), fingerprint(other_sign));
}

}  // namespace
}  // namespace crypto::recovery
