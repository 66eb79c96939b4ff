#include "clients/core/age_files/key_file.hpp"

#include <gtest/gtest.h>

#include "clients/core/age_files/errc.hpp"
#include "crypto/age/armor.hpp"
#include "crypto/age/errc.hpp"
#include "crypto/age/seal.hpp"

namespace clients::age_files {
namespace {

using namespace crypto::age;

std::string text_of(const auto& identity) { return std::string(crypto::as_text(identity.text())); }

TEST(age_key_file, takes_one_key_a_line_and_leaves_comments_aside) {
    const auto hybrid = HybridIdentity::generate();
    const auto classic = X25519Identity::generate();
    const auto identities = parse_identities("# created: today\r\n\n" + text_of(hybrid) + "\r\n#\n" + text_of(classic));
    ASSERT_TRUE(identities);
    ASSERT_EQ(identities->size(), 2U);
    EXPECT_EQ(std::get<HybridIdentity>((*identities)[0]).recipient(), hybrid.recipient());
    EXPECT_EQ(std::get<X25519Identity>((*identities)[1]).recipient(), classic.recipient());

    const auto recipients = parse_recipients(classic.recipient().text() + "\n# c\n" + hybrid.recipient().text() + "\n");
    ASSERT_TRUE(recipients);
    EXPECT_EQ(std::get<X25519Recipient>((*recipients)[0]), classic.recipient());
    EXPECT_EQ(std::get<HybridRecipient>((*recipients)[1]), hybrid.recipient());
}

TEST(age_key_file, names_the_line_at_fault) {
    const auto good = X25519Identity::generate();
    const auto bad = parse_identities("# c\n" + text_of(good) + "\n\nnonsense\n");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, age_files::errc::not_an_identity);
    EXPECT_EQ(bad.error().line, 4U);
    EXPECT_EQ(parse_recipients("\n" + good.recipient().text() + " \n").error().code, crypto::age::errc::malformed_key);
    EXPECT_EQ(parse_recipients("\n" + good.recipient().text() + " \n").error().line, 2U);
}

TEST(age_key_file, holds_at_least_one_key) {
    for (const char* file : {"", "\n", "# only a comment\n\n"}) {
        EXPECT_EQ(parse_identities(file).error().code, age_files::errc::no_keys);
        EXPECT_EQ(parse_recipients(file).error().code, age_files::errc::no_keys);
    }
}

TEST(age_key_file, refuses_other_kinds_of_keys_by_name) {
    EXPECT_EQ(parse_recipient("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKaVctg4").error(), age_files::errc::ssh_key);
    EXPECT_EQ(parse_recipient("ecdsa-sha2-nistp256 AAAA").error(), age_files::errc::ssh_key);
    EXPECT_EQ(parse_recipient("age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t").error(),
              age_files::errc::plugin_key);
    EXPECT_EQ(parse_recipient("age1tagpq1qqqq").error(), age_files::errc::plugin_key);
    EXPECT_EQ(parse_recipient(text_of(HybridIdentity::generate())).error(), age_files::errc::identity_as_recipient);
    EXPECT_EQ(parse_recipient("AGE-PLUGIN-YUBIKEY-1QQQQ").error(), age_files::errc::identity_as_recipient);
    EXPECT_EQ(parse_recipient("somebody").error(), age_files::errc::not_a_recipient);
    EXPECT_EQ(parse_recipient("age1pq1qqqq").error(), crypto::age::errc::malformed_key);
    EXPECT_EQ(parse_recipient("age1qqqq").error(), crypto::age::errc::malformed_key);
    EXPECT_EQ(parse_identity("-----BEGIN OPENSSH PRIVATE KEY-----").error(), age_files::errc::ssh_key);
    EXPECT_EQ(parse_identity("AGE-PLUGIN-YUBIKEY-1QQQQ").error(), age_files::errc::plugin_key);
    EXPECT_EQ(parse_identity("AGE-SECRET-KEY-1QQQQ").error(), crypto::age::errc::malformed_key);
    EXPECT_EQ(parse_identity("AGE-SECRET-KEY-PQ-1QQQQ").error(), crypto::age::errc::malformed_key);
    EXPECT_EQ(parse_identity(X25519Identity::generate().recipient().text()).error(), age_files::errc::not_an_identity);
}

TEST(age_key_file, may_itself_be_sealed_with_a_passphrase) {
    const std::string content = text_of(X25519Identity::generate()) + "\n";
    const crypto::Bytes sealed = seal(Passphrase(crypto::to_secret("right")), crypto::as_bytes(content), 5);
    std::string armored;
    ArmorWriter armor([&](crypto::ByteView more) { armored += crypto::as_text(more); });
    armor.write(sealed);
    armor.finish();
    const auto typing = [](std::string_view text) {
        return PassphraseSource{.ask = [text] { return Passphrase(crypto::to_secret(text)); }};
    };
    for (const std::string& file : {crypto::to_text(sealed), armored}) {
        ASSERT_TRUE(is_sealed(file));
        EXPECT_EQ(crypto::as_text(unseal(file, typing("right")).value()), content);
        EXPECT_EQ(unseal(file, typing("wrong")).error(), age_files::errc::wrong_passphrase);
    }
    EXPECT_FALSE(is_sealed(content));
    const auto other = seal(std::vector<Recipient>{X25519Identity::generate().recipient()}, crypto::as_bytes(content));
    EXPECT_EQ(unseal(crypto::to_text(*other), typing("right")).error(), age_files::errc::identity_needed);
}

}  // namespace
}  // namespace clients::age_files
