#include "crypto/sha256.hpp"

#include <gtest/gtest.h>

#include "tests/unit/crypto/hex.hpp"

namespace crypto {
namespace {

// FIPS 180-2, appendix B, and the empty message.
TEST(sha256, matches_fips_180) {
    EXPECT_EQ(hex_encode(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex_encode(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex_encode(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(hex_encode(sha256(std::string(1'000'000, 'a'))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(sha256, is_the_same_in_pieces) {
    const std::string text(1000, 'x');
    for (const std::size_t piece : {1u, 63u, 64u, 65u, 999u}) {
        Sha256 hash;
        for (std::size_t at = 0; at < text.size(); at += piece) hash.update(std::string_view(text).substr(at, piece));
        EXPECT_EQ(hash.finish(), sha256(text));
    }
}

TEST(sha256, survives_a_move) {
    Sha256 from;
    from.update("ab");
    Sha256 to = std::move(from);
    EXPECT_EQ(to.update("c").finish(), sha256("abc"));
}

}  // namespace
}  // namespace crypto
