#include "crypto/recovery/split.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <set>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "crypto/sha256.hpp"

namespace crypto::recovery {
namespace {

Share copy(const Share& share) { return {share.label, share.data.duplicate()}; }

// The parts whose bits are set, the highest first: order does not matter.
ShareSet bring(const std::vector<Share>& shares, unsigned which) {
    std::optional<ShareSet> together;
    for (std::size_t i = shares.size(); i-- > 0;) {
        if ((which >> i & 1u) == 0) continue;
        if (!together) together.emplace(copy(shares[i]));
        else if (together->add(copy(shares[i]))) throw std::logic_error("a part of the set was refused");
    }
    return std::move(*together);
}

void expect_any_needed_open_and_fewer_do_not(std::size_t needed, std::size_t total) {
    const auto secret = random_secret<RecoverySecret>();
    const auto shares = split(secret, Threshold::of(needed, total).value());
    ASSERT_EQ(shares.size(), total);
    for (unsigned which = 1; which < 1u << total; ++which) {
        const auto count = static_cast<std::size_t>(std::popcount(which));
        const auto together = bring(shares, which);
        EXPECT_EQ(together.missing(), count < needed ? needed - count : 0);
        const auto combined = together.combine();
        ASSERT_EQ(combined.has_value(), count >= needed) << needed << " of " << total << ", parts " << which;
        if (combined) {
            ASSERT_TRUE(std::ranges::equal(combined->expose(), secret.expose())) << which;
        } else {
            ASSERT_EQ(combined.error(), errc::too_few_shares);
        }
    }
}

TEST(split, any_needed_parts_open_and_fewer_do_not) {
    for (std::size_t total = 2; total <= 6; ++total) {
        for (std::size_t needed = 2; needed <= total; ++needed) expect_any_needed_open_and_fewer_do_not(needed, total);
    }
}

TEST(split, of_the_largest_sets_too) {
    for (const std::size_t needed : {2u, 9u, 16u}) {
        const auto secret = random_secret<RecoverySecret>();
        const auto shares = split(secret, Threshold::of(needed, 16).value());
        for (unsigned first = 0; first + needed <= 16; ++first) {
            const auto combined = bring(shares, ((1u << needed) - 1) << first).combine();
            ASSERT_TRUE(combined);
            EXPECT_TRUE(std::ranges::equal(combined->expose(), secret.expose()));
        }
    }
}

// Shamir over GF(2^8) by the book, on its own: what a second client, or a person with a computer, does with the sheets.
std::uint8_t multiply(std::uint8_t a, std::uint8_t b) {
    unsigned product = 0, shifted = a;
    for (unsigned rest = b; rest != 0; rest >>= 1) {
        if ((rest & 1) != 0) product ^= shifted;
        shifted = shifted << 1 ^ ((shifted & 0x80) != 0 ? 0x11b : 0);
    }
    return static_cast<std::uint8_t>(product);
}
std::uint8_t inverse(std::uint8_t a) {  // a^254
    std::uint8_t power = 1;
    for (int i = 0; i < 254; ++i) power = multiply(power, a);
    return power;
}
Bytes interpolate_at_zero(const std::vector<Share>& shares) {
    Bytes out(ShareData::bytes_count, 0);
    for (const Share& one : shares) {
        std::uint8_t weight = 1;
        for (const Share& other : shares) {
            if (other.label == one.label) continue;
            const auto x = static_cast<std::uint8_t>(other.label.number);
            weight = multiply(weight, multiply(x, inverse(static_cast<std::uint8_t>(x ^ one.label.number))));
        }
        for (std::size_t i = 0; i < out.size(); ++i) out[i] ^= multiply(weight, one.data.expose()[i]);
    }
    return out;
}

TEST(split, is_shamirs_over_the_secret_and_its_hash) {
    const auto secret = random_secret<RecoverySecret>();
    Bytes expected(secret.expose().begin(), secret.expose().end());
    append(expected, sha256(secret.expose()));
    EXPECT_EQ(interpolate_at_zero(split(secret, Threshold::of(3, 3).value())), expected);
    EXPECT_EQ(interpolate_at_zero(split(secret, Threshold::of(4, 9).value())), expected);
    EXPECT_EQ(multiply(0x57, 0x83), 0xc1);  // FIPS 197, 4.2
}

// What one part says about the secret is nothing: over many splits each byte of it takes every value.
TEST(split, one_part_of_the_same_secret_is_different_each_time) {
    const auto secret = random_secret<RecoverySecret>();
    std::set<std::uint8_t> first_bytes;
    std::set<SetId> sets;
    for (int i = 0; i < 3000; ++i) {
        const auto shares = split(secret, Threshold::of(2, 2).value());
        first_bytes.insert(shares[0].data.expose()[0]);
        sets.insert(shares[0].label.set);
        ASSERT_EQ(shares[0].label.set, shares[1].label.set);
    }
    EXPECT_EQ(first_bytes.size(), 256u);
    EXPECT_EQ(sets.size(), 3000u);
}

TEST(share_set, refuses_parts_of_another_set) {
    const auto secret = random_secret<RecoverySecret>();
    const auto shares = split(secret, Threshold::of(2, 3).value());
    const auto again = split(secret, Threshold::of(2, 3).value());
    ShareSet together(copy(shares[0]));
    EXPECT_EQ(together.add(copy(again[1])), errc::mixed_sets) << "of the same secret, split once more";
    Share renamed = copy(shares[1]);
    renamed.label.threshold = Threshold::of(2, 4).value();
    EXPECT_EQ(together.add(std::move(renamed)), errc::mixed_sets);
    EXPECT_EQ(together.missing(), 1u);
    EXPECT_EQ(together.combine().error(), errc::too_few_shares);
    EXPECT_FALSE(together.add(copy(shares[1]))) << "what was refused changed nothing";
    EXPECT_TRUE(together.combine());
}

TEST(share_set, refuses_a_part_that_is_there_already) {
    const auto shares = split(random_secret<RecoverySecret>(), Threshold::of(2, 3).value());
    ShareSet together(copy(shares[0]));
    EXPECT_EQ(together.add(copy(shares[0])), errc::duplicate_share);
    Share other_data{shares[0].label, shares[1].data.duplicate()};
    EXPECT_EQ(together.add(std::move(other_data)), errc::duplicate_share);
    EXPECT_EQ(together.missing(), 1u);
}

TEST(share_set, an_altered_part_is_noticed_also_beyond_the_threshold) {
    const auto shares = split(random_secret<RecoverySecret>(), Threshold::of(2, 3).value());
    for (std::size_t at = 0; at < ShareData::bytes_count; ++at) {
        std::array<std::uint8_t, ShareData::bytes_count> altered;
        std::ranges::copy(shares[1].data.expose(), altered.begin());
        altered[at] ^= 0x10;
        for (const unsigned others : {0b001u, 0b101u}) {
            auto together = bring(shares, others);
            EXPECT_FALSE(together.add({shares[1].label, ShareData(std::span<const std::uint8_t, 64>(altered))}));
            const auto combined = together.combine();
            ASSERT_FALSE(combined) << at;
            EXPECT_EQ(combined.error(), errc::inconsistent_shares);
        }
    }
}

// Sheets that were printed once must open for ever, with Botan 2 and 3.
TEST(share_set, sheets_of_the_first_version_open) {
    constexpr std::string_view first =
        "bamboo address hurdle surface upset worth waste endorse will elite obtain family annual various change "
        "monitor fly old suggest erupt amateur issue spike mercy horror wrist announce ski that strike day glad "
        "stuff hope update valley lake tackle utility fan luggage wasp oblige monitor powder donkey spin antenna "
        "control scrub bulk snow universe athlete cousin keep";
    constexpr std::string_view third =
        "banana address hurdle surface upset work identify width away observe clever two arch bench curve venture "
        "warfare mango giggle problem heavy addict security forward magnet inherit field clever rather bleak "
        "capital miss puppy wise all gloom ten card pioneer carry another eyebrow lamp tissue disorder valve "
        "gallery practice boss sentence month beyond minimum unit situate confirm";
    auto one = parse_share(first);
    auto three = parse_share(third);
    ASSERT_TRUE(one && three);
    ShareSet together(std::move(*one));
    EXPECT_FALSE(together.add(std::move(*three)));
    const auto secret = together.combine();
    ASSERT_TRUE(secret);
    EXPECT_EQ(hex_encode(secret->expose()), "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
}

}  // namespace
}  // namespace crypto::recovery
