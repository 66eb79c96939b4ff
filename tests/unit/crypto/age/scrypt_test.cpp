#include "crypto/age/scrypt.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <type_traits>

#include "crypto/age/open.hpp"
#include "crypto/age/seal.hpp"

namespace crypto::age {
namespace {

constexpr unsigned quick = 5;  // log2(N): 32 KiB

Passphrase passphrase(std::string_view text) { return Passphrase(to_secret(text)); }

PassphraseSource typing(std::string_view text, unsigned log_n_max = scrypt_log_n_max) {
    return {.ask = [text] { return passphrase(text); }, .log_n_max = log_n_max};
}

Bytes with_work(const Bytes& file, std::string_view work) {
    std::string text = to_text(file);
    const auto at = text.find(" 5\n");
    text.replace(at + 1, 1, work);
    return to_bytes(text);
}

TEST(age_scrypt, opens_what_it_sealed_with_the_same_passphrase_only) {
    const Bytes file = seal(passphrase("of some words"), as_bytes("text"), quick);
    EXPECT_EQ(as_text(open({}, typing("of some words"), file).value()), "text");
    EXPECT_EQ(open({}, typing("of some worms"), file).error(), errc::no_matching_identity);
    EXPECT_EQ(parse_header(file)->stanzas.front().args.back(), "5");
}

TEST(age_scrypt, is_the_only_stanza) {
    const auto header = parse_header(seal(passphrase("x"), {}, quick));
    ASSERT_EQ(header->stanzas.size(), 1U);
    EXPECT_FALSE(is_hybrid_only(*header, 1));
    EXPECT_EQ(header->stanzas.front().args.size(), 3U);
}

TEST(age_scrypt, has_its_own_salt_in_every_file) {
    const auto salt_of = [](const Bytes& file) { return parse_header(file)->stanzas.front().args[1]; };
    EXPECT_NE(salt_of(seal(passphrase("x"), {}, quick)), salt_of(seal(passphrase("x"), {}, quick)));
}

TEST(age_scrypt, refuses_more_work_than_allowed_before_it_asks) {
    const Bytes file = seal(passphrase("x"), {}, quick);
    const PassphraseSource nobody{.ask = []() -> std::expected<Passphrase, std::error_code> {
                                      ADD_FAILURE() << "asked";
                                      return std::unexpected(make_error_code(errc::no_matching_identity));
                                  },
                                  .log_n_max = scrypt_log_n_max};
    for (const char* work : {"23", "99", "100", "18446744073709551617"})
        EXPECT_EQ(open({}, nobody, with_work(file, work)).error(), errc::excessive_work) << work;
    EXPECT_EQ(open({}, typing("x", quick - 1), file).error(), errc::excessive_work);
    EXPECT_TRUE(open({}, typing("x", quick), file));
}

TEST(age_scrypt, asks_for_a_passphrase_only_when_the_file_has_one) {
    const auto identity = X25519Identity::generate();
    const Bytes file = *seal(std::vector<Recipient>{identity.recipient()}, {});
    int asked = 0;
    const PassphraseSource counting{.ask = [&]() -> std::expected<Passphrase, std::error_code> {
        ++asked;
        return std::unexpected(make_error_code(std::errc::operation_canceled));
    }};
    EXPECT_EQ(open({}, counting, file).error(), errc::no_matching_identity);
    EXPECT_EQ(asked, 0);
    EXPECT_EQ(open({}, counting, seal(passphrase("x"), {}, quick)).error(), std::errc::operation_canceled);
    EXPECT_EQ(asked, 1);
}

TEST(age_scrypt, a_passphrase_is_not_empty_and_not_copied) {
    EXPECT_THROW(passphrase(""), std::invalid_argument);
    EXPECT_FALSE(std::is_copy_constructible_v<Passphrase>);
    EXPECT_FALSE(std::is_copy_assignable_v<Passphrase>);
}

TEST(age_scrypt, refuses_work_that_cannot_be_counted) {
    EXPECT_THROW((void)seal(passphrase("x"), {}, 0), std::invalid_argument);
    EXPECT_THROW((void)seal(passphrase("x"), {}, 31), std::invalid_argument);
}

}  // namespace
}  // namespace crypto::age
