#include "crypto/checkpoint.hpp"

#include <gtest/gtest.h>

#include "crypto/encoding.hpp"

namespace crypto {
namespace {

// The example of the specification (C2SP tlog-checkpoint, "Note text").
constexpr std::string_view example =
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

TEST(checkpoint, reads_and_writes_the_published_example) {
    const auto checkpoint = parse_checkpoint(example);
    ASSERT_TRUE(checkpoint);
    EXPECT_EQ(checkpoint->origin, "example.com/behind-the-sofa");
    EXPECT_EQ(checkpoint->size, 20852163u);
    EXPECT_EQ(base64_encode(checkpoint->root), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
    EXPECT_TRUE(checkpoint->extensions.empty());
    EXPECT_EQ(checkpoint_text(*checkpoint), example);
}

TEST(checkpoint, keeps_extension_lines_in_order) {
    const Checkpoint checkpoint{"o", ~std::uint64_t{0}, merkle::empty_root(), {"time 1", "membership 0 00"}};
    EXPECT_EQ(parse_checkpoint(checkpoint_text(checkpoint)), checkpoint);
}

TEST(checkpoint, refuses_what_it_would_not_write) {
    const std::string root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    const std::string bad[] = {"",
                               "o\n",
                               "o\n1\n",
                               "o\n1\n" + root.substr(0, root.size() - 1),
                               "\n1\n" + root,
                               "o\n01\n" + root,
                               "o\n+1\n" + root,
                               "o\n-1\n" + root,
                               "o\n 1\n" + root,
                               "o\n\n" + root,
                               "o\n1x\n" + root,
                               "o\n18446744073709551616\n" + root,
                               "o\n1\n" + root + "\n",
                               "o\n1\n" + root + "ext",
                               "o\n1\n" + root + "a\n\nb\n",
                               "o\n1\nAAAA\n",
                               "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                               "o\r\n1\r\n" + root + "\r\n\n"};
    for (const auto& text : bad) EXPECT_FALSE(parse_checkpoint(text)) << text;
}

TEST(checkpoint, refuses_to_write_broken_lines) {
    EXPECT_THROW((void)checkpoint_text({"", 0, {}, {}}), std::invalid_argument);
    EXPECT_THROW((void)checkpoint_text({"a\nb", 0, {}, {}}), std::invalid_argument);
    EXPECT_THROW((void)checkpoint_text({"a", 0, {}, {""}}), std::invalid_argument);
}

std::string signed_checkpoint() {
    return note::sign(checkpoint_text({"log.example", 3, merkle::empty_root(), {"time 1"}}), "log.example",
                      SigningKey::generate());
}

TEST(tlog_proof, round_trips) {
    for (const std::size_t hashes : {0u, 1u, 64u}) {
        const TlogProof proof{1234, std::vector<Digest>(hashes, merkle::empty_root()), signed_checkpoint()};
        EXPECT_EQ(parse_tlog_proof(tlog_proof_text(proof)), proof);
    }
}

// C2SP tlog-proof: version, index, hashes, empty line, checkpoint.
TEST(tlog_proof, has_the_published_shape) {
    const TlogProof proof{7, {merkle::empty_root()}, "note\n"};
    EXPECT_EQ(tlog_proof_text(proof),
              "c2sp.org/tlog-proof@v1\nindex 7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nnote\n");
}

TEST(tlog_proof, refuses_what_it_would_not_write) {
    const std::string version = "c2sp.org/tlog-proof@v1\n", hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                      tail = "\n" + signed_checkpoint();
    ASSERT_TRUE(parse_tlog_proof(version + "index 7\n" + hash + tail));
    std::string many;
    for (int i = 0; i < 65; ++i) many += hash;
    const std::string bad[] = {"",
                               version,
                               version + "index 7\n",
                               version + "index 7\n" + hash,
                               version + "index 7\n" + hash + "\n",
                               "c2sp.org/tlog-proof@v2\nindex 7\n" + hash + tail,
                               version + "extra AAAA\nindex 7\n" + hash + tail,
                               version + "index 07\n" + hash + tail,
                               version + "index\n" + hash + tail,
                               version + "Index 7\n" + hash + tail,
                               version + "index 7\nAAAA\n" + tail,
                               version + "index 7\n" + many + tail,
                               version + "index 7\n" + hash + "\n" + tail,
                               version + "index 7\n" + hash + tail.substr(0, tail.size() - 1)};
    for (const auto& text : bad) EXPECT_FALSE(parse_tlog_proof(text)) << text;
}

}  // namespace
}  // namespace crypto
