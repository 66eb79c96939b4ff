#include "crypto/recovery/words.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "../hex.hpp"
#include "crypto/random.hpp"
#include "crypto/recovery/limits.hpp"

namespace crypto::recovery {
namespace {

static_assert(!std::copy_constructible<Words> && std::is_nothrow_move_constructible_v<Words>);
static_assert(!std::equality_comparable<Words>);

struct Vector {
    const char* entropy;
    const char* mnemonic;
};
// All of 256 bits from the vectors that BIP-39 refers to (trezor/python-mnemonic, vectors.json, "english").
constexpr Vector vectors[] = {
    {"0000000000000000000000000000000000000000000000000000000000000000",
     "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "
     "abandon "
     "abandon abandon abandon abandon abandon abandon abandon art"},
    {"7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
     "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank "
     "year wave "
     "sausage worth title"},
    {"8080808080808080808080808080808080808080808080808080808080808080",
     "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic avoid letter "
     "advice cage "
     "absurd amount doctor acoustic bless"},
    {"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
     "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote"},
    {"00ac97c48106f0aeb8ba061e0250a559b3251dc35854e694780ba51d53a50120",
     "absent gorilla van acoustic humor firm title dolphin bulk barely citizen recall crane moment aspect appear track phrase "
     "actual "
     "enforce steel spoon afraid benefit"},
    {"3edc83b60740d77af3afa2fcb82c2f1bc541ee4e2518ddef4996d32453f54a3c",
     "disagree tomato unique attend aspect runway solid violin witness scrap armed daring favorite warm decade perfect target "
     "kid grant "
     "play early wide cigar night"},
    {"89bb4bc5555992cdaf3444c5e7ca5a6e9f27efab894f1990bae41be8b2a26ea4",
     "meadow surge vanish primary odor grocery rubber mass shine dinner notable tag venue water purchase clarify book magic "
     "ribbon "
     "daughter menu eye ritual orchard"},
    {"911fec0fbd88029f6fa99164896c18d898c9232af18bdcca3e42d53b86493104",
     "much youth advance kitchen lens exile salt cram goose enter alert raise milk muscle profit cousin system faint mouse price "
     "reveal "
     "cause series long"},
};

RecoverySecret secret_of(std::string_view entropy) {
    return RecoverySecret(std::span<const std::uint8_t, 32>(hex_array<32>(entropy)));
}
std::string text_of(const Words& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) text.append(i == 0 ? "" : " ").append(words[i]);
    return text;
}
std::string hex_of(const std::expected<RecoverySecret, WordsError>& read) {
    return read ? hex_encode(read->expose()) : make_error_code(read.error().rule).message();
}
WordsError error_of(std::string_view typed) {
    const auto read = parse_secret(typed);
    if (read) throw std::logic_error("was accepted");
    return read.error();
}

const std::string typed = vectors[5].mnemonic;  // has words of 3 to 8 letters
const std::string entropy = vectors[5].entropy;

TEST(recovery_words, are_those_of_the_published_vectors) {
    for (const auto& [bits, mnemonic] : vectors) {
        EXPECT_EQ(text_of(words_of(secret_of(bits))), mnemonic);
        EXPECT_EQ(hex_of(parse_secret(mnemonic)), bits);
    }
}

TEST(recovery_words, are_read_in_any_case_and_with_any_space_between) {
    std::string shouted = "\r\n\t " + typed + "\n\n";
    for (std::size_t at = 0; at < shouted.size(); ++at) {
        if (shouted[at] >= 'a' && at % 3 != 0) shouted[at] = static_cast<char>(shouted[at] - 'a' + 'A');
        if (shouted[at] == ' ') shouted.replace(at, 1, at % 2 == 0 ? " \r\n" : "   "), at += 2;
    }
    EXPECT_EQ(hex_of(parse_secret(shouted)), entropy);
}

TEST(recovery_words, are_read_from_their_first_four_letters) {
    const auto compact = words_of(secret_of(entropy)).compact();
    EXPECT_EQ(as_text(compact),
              "DISA TOMA UNIQ ATTE ASPE RUNW SOLI VIOL WITN SCRA ARME DARI FAVO WARM DECA PERF TARG KID GRAN PLAY EARL "
              "WIDE CIGA NIGH");
    EXPECT_EQ(hex_of(parse_secret(as_text(compact))), entropy);
    EXPECT_EQ(hex_of(parse_secret("disa" + typed.substr(std::string("disagree").size()))), entropy);
}

TEST(recovery_words, no_other_length_stands_for_a_word) {
    for (const char* cut : {"dis", "disag", "disagr", "disagre", "disagreed"}) {
        EXPECT_EQ(error_of(cut + typed.substr(std::string("disagree").size())), (WordsError{errc::unknown_word, 1})) << cut;
    }
}

TEST(recovery_words, say_which_word_is_unknown) {
    for (const std::size_t number : {1u, 2u, 13u, 24u}) {
        std::string text;
        for (std::size_t i = 1; i <= 24; ++i) text += i == number ? "xyzzy " : "zoo ";
        EXPECT_EQ(error_of(text), (WordsError{errc::unknown_word, number}));
    }
    for (const std::string_view odd : {std::string_view("zo\0", 3), std::string_view("zoö"), std::string_view("1"),
                                       std::string_view("abandonabandon"), std::string_view("\x1b[2J")}) {
        EXPECT_EQ(error_of("zoo " + std::string(odd)), (WordsError{errc::unknown_word, 2}));
    }
}

TEST(recovery_words, say_how_many_there_are) {
    EXPECT_EQ(error_of(""), (WordsError{errc::wrong_word_count, 0}));
    EXPECT_EQ(error_of(typed.substr(0, typed.rfind(' '))), (WordsError{errc::wrong_word_count, 23}));
    EXPECT_EQ(error_of(typed + " zoo"), (WordsError{errc::wrong_word_count, 25}));
}

// 8 bits of checksum: a wrong word is found 255 times in 256, so this counts instead of trying one.
TEST(recovery_words, of_which_one_is_wrong_or_two_are_swapped_do_not_fit) {
    const auto right = words_of(secret_of(entropy));
    std::size_t tried = 0, refused = 0;
    for (std::size_t i = 0; i < right.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            std::string swapped;
            for (std::size_t k = 0; k < right.size(); ++k) swapped.append(right[k == i ? j : k == j ? i : k]).append(" ");
            ++tried;
            const auto read = parse_secret(swapped);
            if (read) continue;
            EXPECT_EQ(read.error(), (WordsError{errc::wrong_checksum}));
            ++refused;
        }
    }
    EXPECT_EQ(tried, 276u);
    EXPECT_GE(refused, 270u);
}

TEST(recovery_words, more_text_than_a_sheet_has_is_not_even_read) {
    EXPECT_EQ(error_of(std::string(typed_bytes_max + 1, ' ')), (WordsError{errc::text_too_long}));
    EXPECT_EQ(hex_of(parse_secret(typed + std::string(typed_bytes_max - typed.size(), ' '))), entropy);
}

TEST(recovery_words, give_back_every_secret) {
    for (int i = 0; i < 200; ++i) {
        const auto secret = random_secret<RecoverySecret>();
        EXPECT_EQ(hex_of(parse_secret(text_of(words_of(secret)))), hex_encode(secret.expose()));
        EXPECT_EQ(hex_of(parse_secret(as_text(words_of(secret).compact()))), hex_encode(secret.expose()));
    }
}

}  // namespace
}  // namespace crypto::recovery
