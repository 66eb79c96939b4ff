#include "crypto/recovery/share.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "../hex.hpp"
#include "crypto/random.hpp"
#include "crypto/recovery/limits.hpp"
#include "crypto/sha256.hpp"

namespace crypto::recovery {
namespace {

static_assert(!std::copy_constructible<Share> && std::is_nothrow_move_constructible_v<Share>);

Share sample() { return {{Threshold::of(3, 5).value(), {0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6}, 2}, random_secret<ShareData>()}; }

std::string text_of_words(const Words& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) text.append(i == 0 ? "" : "\n").append(words[i]);
    return text;
}
// The words of 72 bytes of our choosing under a right checksum: docs/protocol.md, "Recovery keys".
std::string with_checksum(Bytes bytes) {
    const Digest digest = Sha256().update("nfp-recovery-share-v1\n").update(bytes).finish();
    bytes.insert(bytes.end(), digest.begin(), digest.begin() + 5);
    return text_of_words(Words(bytes));
}
WordsError share_error_of(std::string_view typed) {
    const auto read = parse_share(typed);
    if (read) throw std::logic_error("was accepted");
    return read.error();
}

TEST(threshold, is_at_least_two_of_at_most_sixteen) {
    for (std::size_t needed = 0; needed < 20; ++needed) {
        for (std::size_t total = 0; total < 20; ++total) {
            const bool possible = needed >= 2 && needed <= total && total <= 16;
            const auto threshold = Threshold::of(needed, total);
            ASSERT_EQ(threshold.has_value(), possible) << needed << " of " << total;
            if (possible) {
                EXPECT_TRUE(threshold->needed() == needed && threshold->total() == total);
            } else {
                EXPECT_EQ(threshold.error(), errc::invalid_threshold);
            }
        }
    }
}

TEST(share, is_read_back_from_its_words_whole_or_compact) {
    const Share share = sample();
    const auto words = words_of(share);
    EXPECT_EQ(words.size(), 56u);
    for (const std::string& typed : {text_of_words(words), std::string(as_text(words.compact()))}) {
        const auto read = parse_share(typed);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->label, share.label);
        EXPECT_TRUE(std::ranges::equal(read->data.expose(), share.data.expose()));
    }
}

TEST(share, has_the_form_that_the_protocol_says) {
    const Share share = sample();
    Bytes bytes = hex("2410a1b2c3d4e5f6");
    append(bytes, share.data.expose());
    EXPECT_EQ(text_of_words(words_of(share)), with_checksum(bytes));
}

TEST(share, every_number_of_every_threshold_is_kept) {
    for (std::size_t total = 2; total <= shares_max; ++total) {
        for (std::size_t needed = 2; needed <= total; ++needed) {
            const ShareLabel label{Threshold::of(needed, total).value(), {}, total};
            const auto read = parse_share(text_of_words(words_of({label, random_secret<ShareData>()})));
            ASSERT_TRUE(read);
            EXPECT_EQ(read->label, label);
        }
    }
}

// 40 bits of checksum: no single wrong word and no swap gets through.
TEST(share, any_one_wrong_word_is_noticed) {
    const auto right = words_of(sample());
    for (std::size_t wrong = 0; wrong < right.size(); ++wrong) {
        std::string typed;
        for (std::size_t i = 0; i < right.size(); ++i) {
            typed.append(i != wrong ? right[i] : right[i] == "zoo" ? "zone" : "zoo").append(" ");
        }
        EXPECT_EQ(share_error_of(typed), (WordsError{errc::wrong_checksum})) << wrong;
    }
}

TEST(share, says_which_word_is_unknown_and_how_many_there_are) {
    const std::string typed = text_of_words(words_of(sample()));
    EXPECT_EQ(share_error_of(typed + "x"), (WordsError{errc::unknown_word, 56}));
    EXPECT_EQ(share_error_of(typed + " zoo"), (WordsError{errc::wrong_word_count, 57}));
    EXPECT_EQ(share_error_of(text_of_words(words_of(random_secret<RecoverySecret>()))), (WordsError{errc::wrong_word_count, 24}));
    EXPECT_EQ(share_error_of(std::string(typed_bytes_max + 1, '\n')), (WordsError{errc::text_too_long}));
}

TEST(share, with_numbers_that_contradict_each_other_is_no_share) {
    const auto with_numbers = [](std::uint8_t thresholds, std::uint8_t number) {
        Bytes bytes(72, 7);
        bytes[0] = thresholds;
        bytes[1] = number;
        return with_checksum(bytes);
    };
    EXPECT_TRUE(parse_share(with_numbers(0x24, 0x40)));  // part 5 of 5, 3 needed
    EXPECT_EQ(share_error_of(with_numbers(0x24, 0x50)), (WordsError{errc::malformed_share})) << "part 6 of 5";
    EXPECT_EQ(share_error_of(with_numbers(0x24, 0x41)), (WordsError{errc::malformed_share})) << "four bits that are zero";
    EXPECT_EQ(share_error_of(with_numbers(0x04, 0x00)), (WordsError{errc::malformed_share})) << "1 needed";
    EXPECT_EQ(share_error_of(with_numbers(0x43, 0x00)), (WordsError{errc::malformed_share})) << "5 of 4 needed";
}

}  // namespace
}  // namespace crypto::recovery
