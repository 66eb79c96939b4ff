#include "crypto/age/bech32.hpp"

#include <gtest/gtest.h>

#include "crypto/age/identity.hpp"
#include "crypto/random.hpp"

namespace crypto::age {
namespace {

// BIP 173, "Test vectors", those whose data part is whole bytes or refused for other reasons than length.
TEST(bech32, matches_bip_173) {
    for (const auto text :
         {"A12UEL5L", "a12uel5l",
          "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs"}) {
        EXPECT_TRUE(bech32_decode(text)) << text;
    }
    for (const auto text :
         {"pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "A1G7SGD8", "10a06t8", "1qzzfhee", "a12UEL5L"}) {
        EXPECT_FALSE(bech32_decode(text)) << text;
    }
}

TEST(bech32, round_trips_every_length) {
    for (std::size_t size = 0; size < 70; ++size) {
        Bytes data(size);
        fill_random(data);
        const SecretBytes text = bech32_encode("age1pq", data);
        const auto decoded = bech32_decode(as_text(text));
        ASSERT_TRUE(decoded);
        EXPECT_EQ(decoded->prefix, "age1pq");
        EXPECT_TRUE(std::ranges::equal(decoded->data, data));
    }
}

TEST(bech32, refuses_every_single_changed_character) {
    const std::string text(as_text(bech32_encode("age", Bytes(32, 0x5a))));
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string altered = text;
        altered[at] = altered[at] == 'q' ? 'p' : 'q';
        EXPECT_FALSE(bech32_decode(altered)) << at;
    }
}

TEST(keys, have_the_published_lengths_and_survive_their_text) {
    const auto hybrid = HybridIdentity::generate();
    EXPECT_EQ(hybrid.text().size(), 77u);
    EXPECT_TRUE(as_text(hybrid.text()).starts_with("AGE-SECRET-KEY-PQ-1"));
    EXPECT_EQ(hybrid.recipient().text().size(), 1959u);
    EXPECT_TRUE(hybrid.recipient().text().starts_with("age1pq1"));
    const auto again = HybridIdentity::parse(as_text(hybrid.text()));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->recipient(), hybrid.recipient());
    EXPECT_EQ(HybridRecipient::parse(hybrid.recipient().text()), hybrid.recipient());

    const auto classic = X25519Identity::generate();
    EXPECT_EQ(classic.recipient().text().size(), 62u);
    EXPECT_EQ(X25519Identity::parse(as_text(classic.text()))->recipient(), classic.recipient());
    EXPECT_EQ(X25519Recipient::parse(classic.recipient().text()), classic.recipient());
}

TEST(keys, refuses_other_kinds_case_and_lengths) {
    const auto hybrid = HybridIdentity::generate();
    const auto classic = X25519Identity::generate();
    const std::string hybrid_text(as_text(hybrid.text()));
    EXPECT_EQ(X25519Identity::parse(hybrid_text).error(), errc::malformed_key);
    EXPECT_EQ(HybridIdentity::parse(as_text(classic.text())).error(), errc::malformed_key);
    EXPECT_EQ(HybridRecipient::parse(classic.recipient().text()).error(), errc::malformed_key);
    EXPECT_EQ(X25519Recipient::parse(hybrid.recipient().text()).error(), errc::malformed_key);
    EXPECT_EQ(HybridRecipient::parse(hybrid_text).error(), errc::malformed_key);
    EXPECT_EQ(HybridIdentity::parse(hybrid_text + "\n").error(), errc::malformed_key);
    EXPECT_EQ(HybridIdentity::parse(" " + hybrid_text).error(), errc::malformed_key);
    EXPECT_EQ(HybridIdentity::parse("").error(), errc::malformed_key);
    // The right bytes in the other case are another text for the same key.
    EXPECT_EQ(HybridIdentity::parse(as_text(bech32_encode("age-secret-key-pq-", hybrid.seed().expose()))).error(),
              errc::malformed_key);
    EXPECT_EQ(X25519Identity::parse(as_text(bech32_encode("age-secret-key-", Bytes(31)))).error(), errc::malformed_key);
    EXPECT_EQ(X25519Recipient::parse(as_text(bech32_encode("age", Bytes(33)))).error(), errc::malformed_key);
}

}  // namespace
}  // namespace crypto::age
