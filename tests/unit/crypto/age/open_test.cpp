#include "crypto/age/open.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "crypto/age/seal.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace crypto::age {
namespace {

constexpr std::size_t sealed_chunk = 64 * 1024 + 16;

class AgeOpen : public testing::Test {
protected:
    AgeOpen() {
        auto identity = HybridIdentity::generate();
        recipient = identity.recipient();
        identities.emplace_back(std::move(identity));
    }
    const HybridIdentity& identity() const { return std::get<HybridIdentity>(identities.front()); }
    Bytes sealed(std::size_t size) const { return *seal(std::vector{recipient}, Bytes(size, 'x')); }
    static std::size_t payload_start(const Bytes& file) { return parse_header(file)->bytes_count + 16; }

    HybridRecipient recipient;
    std::vector<Identity> identities;
};

TEST_F(AgeOpen, knows_its_own_stanza_by_number) {
    const auto other = HybridIdentity::generate();
    const auto file = seal(std::vector{other.recipient(), recipient}, as_bytes("text"));
    EXPECT_EQ(as_text(open_stanza(identity(), 1, *file).value()), "text");
    EXPECT_EQ(open_stanza(identity(), 0, *file).error(), errc::no_matching_identity);
    EXPECT_EQ(open_stanza(identity(), 2, *file).error(), errc::no_matching_identity);
    EXPECT_EQ(as_text(open(identities, *file).value()), "text");
}

TEST_F(AgeOpen, refuses_other_identities_and_none) {
    const Bytes file = sealed(10);
    std::vector<Identity> others;
    EXPECT_EQ(open(others, file).error(), errc::no_matching_identity);
    others.emplace_back(HybridIdentity::generate());
    others.emplace_back(X25519Identity::generate());
    EXPECT_EQ(open(others, file).error(), errc::no_matching_identity);
}

TEST_F(AgeOpen, an_altered_header_fails_its_mac) {
    const Bytes file = sealed(10);
    // A further stanza of an unknown type: well-formed, skipped by identities, but covered by the MAC.
    const std::string text = to_text(file), version = "age-encryption.org/v1\n";
    const std::string altered = version + "-> grease a\n\n" + text.substr(version.size());
    EXPECT_EQ(open(identities, as_bytes(altered)).error(), errc::header_mac_mismatch);
    Bytes other_mac = file;
    std::uint8_t& character = other_mac[parse_header(file)->mac_input_bytes + 1];  // the MAC's first, after the space
    character = character == 'A' ? 'B' : 'A';
    EXPECT_EQ(open(identities, other_mac).error(), errc::header_mac_mismatch);
}

TEST_F(AgeOpen, malformed_known_stanza_is_malformed_for_every_reader) {
    const std::string text = to_text(sealed(0)), version = "age-encryption.org/v1\n";
    for (const std::string stanza : {"-> X25519 AAAA\n\n", "-> mlkem768x25519 AAAA\n\n", "-> scrypt AAAA 18\n\n"}) {
        EXPECT_EQ(open(identities, as_bytes(version + stanza + text.substr(version.size()))).error(),
                  errc::malformed_header)
            << stanza;
    }
}

TEST_F(AgeOpen, every_cut_is_noticed) {
    const Bytes file = sealed(3);
    const std::size_t payload = payload_start(file);
    for (std::size_t size = 0; size < file.size(); ++size) {
        const auto result = open(identities, ByteView(file).first(size));
        ASSERT_FALSE(result);
        const errc expected = size < payload        ? errc::malformed_header
                              : size < payload + 16 ? errc::payload_truncated
                                                    : errc::payload_tampered;
        ASSERT_EQ(result.error(), expected) << size;
    }
}

TEST_F(AgeOpen, a_cut_between_chunks_is_truncation) {
    const Bytes file = sealed(3 * 64 * 1024);
    const auto cut = ByteView(file).first(payload_start(file) + 2 * sealed_chunk);
    EXPECT_EQ(open(identities, cut).error(), errc::payload_truncated);
}

TEST_F(AgeOpen, every_altered_payload_byte_is_noticed) {
    const Bytes file = sealed(40);
    for (std::size_t at = parse_header(file)->bytes_count; at < file.size(); ++at) {
        Bytes altered = file;
        altered[at] ^= 1;
        ASSERT_EQ(open(identities, altered).error(), errc::payload_tampered) << at;
    }
}

TEST_F(AgeOpen, releases_nothing_of_a_chunk_that_fails) {
    Bytes file = sealed(3 * 64 * 1024);
    file[payload_start(file) + sealed_chunk + 5] ^= 1;  // in the second of three chunks
    std::size_t released = 0;
    Opener opener(identities, [&](ByteView plaintext) { released += plaintext.size(); });
    EXPECT_EQ(opener.write(file), errc::payload_tampered);
    EXPECT_EQ(released, 64u * 1024);
}

TEST_F(AgeOpen, chunks_cannot_change_places) {
    Bytes file = sealed(3 * 64 * 1024);
    const auto first = file.begin() + static_cast<std::ptrdiff_t>(payload_start(file));
    std::swap_ranges(first, first + sealed_chunk, first + sealed_chunk);
    EXPECT_EQ(open(identities, file).error(), errc::payload_tampered);
}

TEST_F(AgeOpen, nothing_may_follow_the_last_chunk) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{5}, std::size_t{64 * 1024}}) {
        for (const std::size_t more : {std::size_t{1}, std::size_t{16}, std::size_t{17}, sealed_chunk}) {
            Bytes file = sealed(size);
            file.resize(file.size() + more);
            EXPECT_EQ(open(identities, file).error(), errc::payload_tampered) << size << " + " << more;
        }
    }
}

TEST_F(AgeOpen, first_error_is_final) {
    Opener opener(identities, [](ByteView) { FAIL() << "released plaintext"; });
    EXPECT_EQ(opener.write(as_bytes("not an age file\n---\n")), errc::malformed_header);
    EXPECT_EQ(opener.write(sealed(1)), errc::malformed_header);
    EXPECT_EQ(opener.finish(), errc::malformed_header);
}

TEST_F(AgeOpen, bounds_what_it_keeps_of_a_header) {
    Opener opener(identities, [](ByteView) {});
    std::error_code error;
    std::size_t fed = 0;
    for (const Bytes garbage(4096, 'a'); !error && fed < 4 * header_bytes_max; fed += garbage.size())
        error = opener.write(garbage);
    EXPECT_EQ(error, errc::malformed_header);
    EXPECT_LE(fed, header_bytes_max + 8192);
}

TEST_F(AgeOpen, a_throwing_sink_ends_the_reading) {
    const Bytes file = sealed(10);
    Opener opener(identities, [](ByteView) { throw std::runtime_error("disk full"); });
    ASSERT_FALSE(opener.write(file));
    EXPECT_THROW((void)opener.finish(), std::runtime_error);
    EXPECT_TRUE(opener.finish());
}

// A mix is what another sealer's policy allowed: the age layer opens it, network entries are checked by is_hybrid_only.
TEST_F(AgeOpen, classic_files_open_with_classic_identities) {
    auto classic = X25519Identity::generate();
    const auto file = seal(std::vector<Recipient>{classic.recipient()}, as_bytes("old"));
    EXPECT_FALSE(is_hybrid_only(*parse_header(*file), 1));
    identities.emplace_back(std::move(classic));
    EXPECT_EQ(as_text(open(identities, *file).value()), "old");
}

TEST_F(AgeOpen, errors_say_a_sentence) {
    EXPECT_EQ(make_error_code(errc::header_mac_mismatch).message(), "the header of the file was altered");
    EXPECT_STREQ(make_error_code(errc::malformed_key).category().name(), "age");
}

}  // namespace
}  // namespace crypto::age
