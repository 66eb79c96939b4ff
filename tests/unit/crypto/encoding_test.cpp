#include "crypto/encoding.hpp"

#include <gtest/gtest.h>

namespace crypto {
namespace {

struct Rfc4648 {
    std::string_view plain, padded, unpadded;
};
// RFC 4648, 10.
constexpr Rfc4648 rfc4648_vectors[] = {{"", "", ""},
                               {"f", "Zg==", "Zg"},
                               {"fo", "Zm8=", "Zm8"},
                               {"foo", "Zm9v", "Zm9v"},
                               {"foob", "Zm9vYg==", "Zm9vYg"},
                               {"fooba", "Zm9vYmE=", "Zm9vYmE"},
                               {"foobar", "Zm9vYmFy", "Zm9vYmFy"}};

TEST(base64, matches_rfc_4648) {
    for (const auto& v : rfc4648_vectors) {
        EXPECT_EQ(base64_encode(as_bytes(v.plain)), v.padded);
        EXPECT_EQ(base64_decode(v.padded), to_bytes(v.plain));
        EXPECT_EQ(base64_encode_unpadded(as_bytes(v.plain)), v.unpadded);
        EXPECT_EQ(base64_decode_unpadded(v.unpadded), to_bytes(v.plain));
    }
}

TEST(base64, refuses_non_canonical_base64) {
    for (const auto text : {"Zh==", "Zm9=", "Zg", "Zg=", "Zg===", "Zg==\n", " Zg==", "Zm 9v", "Zm9v=", "Zm9v====", "=",
                            "Z", "Z===", "Zg==Zg==", "Zm-v", "Zm_v", "Zm\n9v"}) {
        EXPECT_FALSE(base64_decode(text)) << text;
    }
    for (const auto text : {"Zh", "Zm9", "Zg==", "Z", "Zg\n", "Zm9vZ", "Zm-v"})
        EXPECT_FALSE(base64_decode_unpadded(text)) << text;
    EXPECT_FALSE(base64_decode(std::string_view("Zm9v\0", 5)));
}

// Whatever decodes is what the encoder writes: all four-character texts that differ in the last two characters.
TEST(base64, decodes_only_what_it_encodes) {
    int accepted = 0;
    for (int c = 0; c < 256; ++c) {
        for (int d = 0; d < 256; ++d) {
            const std::string text{'Q', 'Q', static_cast<char>(c), static_cast<char>(d)};
            if (const auto bytes = base64_decode(text)) {
                EXPECT_EQ(base64_encode(*bytes), text);
                ++accepted;
            }
            if (const auto bytes = base64_decode_unpadded(text)) {
                EXPECT_EQ(base64_encode_unpadded(*bytes), text);
            }
        }
    }
    EXPECT_EQ(accepted, 64 * 64 + 16 + 1);  // QQxx, QQx=, QQ==
}

TEST(hex, round_trips) {
    const Bytes bytes{0x00, 0x0f, 0xa5, 0xff};
    EXPECT_EQ(hex_encode(bytes), "000fa5ff");
    EXPECT_EQ(hex_decode("000fa5ff"), bytes);
    EXPECT_EQ(hex_decode(""), Bytes{});
}

TEST(hex, refuses_what_it_would_not_write) {
    for (const auto text : {"0", "0F", "0g", "0x00", " 00", "00\n"}) EXPECT_FALSE(hex_decode(text)) << text;
}

TEST(fixed, takes_the_exact_size_only) {
    EXPECT_TRUE(fixed<2>(Bytes{1, 2}));
    EXPECT_FALSE(fixed<2>(Bytes{1}));
    EXPECT_FALSE(fixed<2>(Bytes{1, 2, 3}));
    EXPECT_FALSE(fixed<2>(std::nullopt));
}

}  // namespace
}  // namespace crypto
