#include "crypto/age/seal.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "crypto/age/open.hpp"
#include "crypto/random.hpp"

namespace crypto::age {
namespace {

constexpr std::size_t chunk = 64 * 1024;

std::vector<Identity> identities_of(HybridIdentity identity) {
    std::vector<Identity> all;
    all.emplace_back(std::move(identity));
    return all;
}

TEST(age_seal, opens_again_at_every_chunk_boundary) {
    auto identity = HybridIdentity::generate();
    const std::vector recipients{identity.recipient()};
    const auto identities = identities_of(std::move(identity));
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, chunk - 1, chunk, chunk + 1, 2 * chunk, 2 * chunk + 1, 5 * chunk + 77}) {
        Bytes plaintext(size);
        fill_random(plaintext);
        const auto file = seal(recipients, plaintext);
        ASSERT_TRUE(file);
        const auto opened = open(identities, *file);
        ASSERT_TRUE(opened) << opened.error().message();
        EXPECT_TRUE(std::ranges::equal(*opened, plaintext)) << size;
        const std::size_t chunks = size == 0 ? 1 : (size + chunk - 1) / chunk;
        EXPECT_EQ(file->size(), parse_header(*file)->bytes_count + 16 + size + 16 * chunks);
    }
}

TEST(age_seal, file_of_one_hybrid_recipient_and_no_payload_has_1659_bytes) {
    EXPECT_EQ(seal(std::vector{HybridIdentity::generate().recipient()}, {})->size(), 1659u);
}

TEST(age_seal, piece_sizes_make_no_difference_to_the_layout) {
    auto identity = HybridIdentity::generate();
    const std::vector<Recipient> recipients{identity.recipient()};
    const auto identities = identities_of(std::move(identity));
    Bytes plaintext(2 * chunk + 5);
    fill_random(plaintext);
    for (const std::size_t piece : {std::size_t{1021}, chunk - 1, chunk, chunk + 1, 3 * chunk}) {
        Bytes file;
        auto sealer = Sealer::start(recipients, [&](ByteView more) { append(file, more); });
        ASSERT_TRUE(sealer);
        for (ByteView rest = plaintext; !rest.empty();) {
            const ByteView part = rest.first(std::min(piece, rest.size()));
            sealer->write(part);
            sealer->write({});
            rest = rest.subspan(part.size());
        }
        sealer->finish();
        EXPECT_EQ(file.size(), seal(recipients, plaintext)->size());
        EXPECT_TRUE(std::ranges::equal(open(identities, file).value(), plaintext));
    }
}

TEST(age_seal, every_file_has_its_own_key) {
    const std::vector recipients{HybridIdentity::generate().recipient()};
    const auto first = seal(recipients, as_bytes("same")), second = seal(recipients, as_bytes("same"));
    EXPECT_FALSE(std::ranges::equal(std::span(*first).last(20), std::span(*second).last(20)));
}

TEST(age_seal, refuses_hybrid_and_classic_recipients_together) {
    const std::vector<Recipient> mixed{HybridIdentity::generate().recipient(), X25519Identity::generate().recipient()};
    EXPECT_EQ(seal(mixed, {}).error(), errc::mixed_recipients);
    const std::vector<Recipient> reversed{mixed[1], mixed[0]};
    EXPECT_EQ(seal(reversed, {}).error(), errc::mixed_recipients);
}

TEST(age_seal, refuses_recipients_that_nothing_can_be_sealed_to) {
    HybridRecipient out_of_range = HybridIdentity::generate().recipient();
    std::ranges::fill_n(out_of_range.bytes.begin(), 6, std::uint8_t{0xff});  // FIPS 203, 7.2: coefficients >= q
    EXPECT_EQ(seal(std::vector{out_of_range}, {}).error(), errc::invalid_recipient);
    HybridRecipient low_order = HybridIdentity::generate().recipient();
    std::ranges::fill(std::span(low_order.bytes).last<32>(), std::uint8_t{0});
    EXPECT_EQ(seal(std::vector{low_order}, {}).error(), errc::invalid_recipient);
    EXPECT_EQ(seal(std::vector<Recipient>{X25519Recipient{}}, {}).error(), errc::invalid_recipient);
}

TEST(age_seal, refuses_no_and_too_many_recipients) {
    EXPECT_THROW((void)seal(std::vector<HybridRecipient>{}, {}), std::invalid_argument);
    const std::vector<Recipient> many(stanzas_max + 1, X25519Identity::generate().recipient());
    EXPECT_EQ(seal(many, {}).error(), errc::too_many_recipients);
}

TEST(age_seal, is_truncated_without_finish) {
    auto identity = HybridIdentity::generate();
    Bytes file;
    {
        auto sealer = Sealer::start({identity.recipient()}, [&](ByteView more) { append(file, more); });
        sealer->write(Bytes(chunk + 1));
    }
    EXPECT_EQ(open(identities_of(std::move(identity)), file).error(), errc::payload_truncated);
}

TEST(age_seal, refuses_use_after_the_end) {
    auto sealer = Sealer::start({HybridIdentity::generate().recipient()}, [](ByteView) {});
    sealer->finish();
    EXPECT_THROW(sealer->finish(), std::logic_error);
    EXPECT_THROW(sealer->write(as_bytes("x")), std::logic_error);
}

}  // namespace
}  // namespace crypto::age
