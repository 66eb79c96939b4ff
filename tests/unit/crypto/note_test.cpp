#include "crypto/note.hpp"

#include <gtest/gtest.h>

#include "crypto/encoding.hpp"

namespace crypto::note {
namespace {

// The published example of the format (documentation of golang.org/x/mod/sumdb/note, from which C2SP signed-note grew).
constexpr std::string_view example_key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view example_private_key = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr std::string_view example_text =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr std::string_view example_signature =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

std::string example() { return std::string(example_text) + "\n" + std::string(example_signature); }
Verifier example_verifier() { return Verifier::parse(example_key).value(); }

TEST(note, opens_the_published_example) {
    EXPECT_EQ(open(example(), example_verifier()), std::string(example_text));
    EXPECT_EQ(example_verifier().text(), example_key);
    EXPECT_EQ(example_verifier().key_id(), 0xc74f20a3u);
    EXPECT_EQ(example_verifier().name(), "PeterNeumann");
}

TEST(note, signs_the_published_example) {
    const auto typed = fixed<33>(base64_decode(example_private_key));
    ASSERT_TRUE(typed);
    const SigningKey key{SigningSeed(std::span(*typed).last<32>())};
    EXPECT_EQ(sign(example_text, "PeterNeumann", key), example());
}

TEST(note, refuses_an_altered_text_or_signature) {
    for (std::size_t at = 0; at < example_text.size() - 1; ++at) {
        std::string altered = example();
        altered[at] = altered[at] == 'x' ? 'y' : 'x';
        EXPECT_EQ(open(altered, example_verifier()).error(), errc::signature_mismatch);
    }
    std::string altered = example();
    altered[altered.size() - 10] = altered[altered.size() - 10] == 'A' ? 'B' : 'A';
    EXPECT_EQ(open(altered, example_verifier()).error(), errc::signature_mismatch);
}

TEST(note, ignores_unknown_signers) {
    const SigningKey other = SigningKey::generate();
    const std::string foreign = sign(example_text, "other.example/log", other);
    const std::string foreign_line = foreign.substr(example_text.size() + 1);
    EXPECT_TRUE(open(example() + foreign_line, example_verifier()));
    EXPECT_TRUE(
        open(std::string(example_text) + "\n" + foreign_line + std::string(example_signature), example_verifier()));
    EXPECT_EQ(open(foreign, example_verifier()).error(), errc::unknown_signer);
    // The same name with another key has another key id, so it is another signer.
    EXPECT_EQ(open(sign(example_text, "PeterNeumann", other), example_verifier()).error(), errc::unknown_signer);
}

// 32 bits of key id are found by trying: only name and id together name a signer.
TEST(note, ignores_a_known_key_id_under_another_name) {
    const std::string renamed =
        "— OttoNeumann " + std::string(example_signature.substr(example_signature.rfind(' ') + 1));
    EXPECT_EQ(open(std::string(example_text) + "\n" + renamed, example_verifier()).error(), errc::unknown_signer);
}

TEST(note, refuses_a_bad_signature_beside_a_good_one) {
    std::string bad(example_signature);
    bad[bad.size() - 10] = bad[bad.size() - 10] == 'A' ? 'B' : 'A';
    EXPECT_EQ(open(example() + bad, example_verifier()).error(), errc::signature_mismatch);
}

TEST(note, ends_the_text_at_the_last_empty_line) {
    const SigningKey key = SigningKey::generate();
    const Verifier verifier("log.example", key.verify_key());
    for (const std::string text : {"a\n\nb\n", "\n", "a\n\n", "a\n\n— log.example AAAAAAAA\n"}) {
        EXPECT_EQ(open(sign(text, "log.example", key), verifier), text);
    }
}

TEST(note, bounds_signatures_and_size) {
    const std::string line(example_signature);
    std::string note = example();
    for (int lines = 2; lines <= 32; ++lines) note += line;
    EXPECT_TRUE(open(note, example_verifier()));
    EXPECT_EQ(open(note + line, example_verifier()).error(), errc::malformed_note);
    EXPECT_EQ(open(std::string(64 * 1024, 'x') + "\n" + example(), example_verifier()).error(), errc::malformed_note);
}

TEST(note, refuses_malformed_notes) {
    const std::string text(example_text), line(example_signature);
    const std::string bad[] = {"",
                               "\n",
                               text,
                               text + line,
                               text + "\n",
                               text + "\n" + line.substr(0, line.size() - 1),
                               text + "\n" + line + "\n",
                               text + "\n-" + line,
                               text + "\n— PeterNeumann  x08go/ZJ\n",
                               text + "\n— PeterNeumann\n",
                               text + "\n— Peter+Neumann AAAAAAAA\n",
                               text + "\n— PeterNeumann AAAAAA==\n",
                               text + "\n— PeterNeumann x08go/ZJku\n",
                               "a\tb\n\n" + line,
                               "a\r\n\n" + line,
                               "\xff\n\n" + line,
                               "\xc0\xaf\n\n" + line,
                               "\xed\xa0\x80\n\n" + line,
                               std::string("a\0\n\n", 4) + line};
    for (const auto& note : bad) EXPECT_EQ(open(note, example_verifier()).error(), errc::malformed_note) << note;
}

TEST(note, refuses_to_sign_what_cannot_be_a_text_or_name) {
    const SigningKey key = SigningKey::generate();
    for (const std::string text : {"", "no line feed", "a\rb\n", "\xff\n"})
        EXPECT_THROW((void)sign(text, "log", key), std::invalid_argument);
    for (const std::string name : {"", "a b", "a+b", "a\u00a0b", "a\u3000b", "a\nb", "\xff"}) {
        EXPECT_THROW((void)sign("a\n", name, key), std::invalid_argument) << name;
    }
}

TEST(verifier, refuses_what_it_would_not_write) {
    const std::string bad[] = {"",
                               "PeterNeumann",
                               "PeterNeumann+c74f20a3",
                               "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                               "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  // another key id
                               "PeterNeumanN+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                               "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  // another type
                               "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
                               std::string(example_key) + "\n",
                               " " + std::string(example_key)};
    for (const auto& text : bad) EXPECT_EQ(Verifier::parse(text).error(), errc::malformed_key) << text;
}

TEST(verifier, splits_at_the_first_two_plus_signs) {
    for (int tries = 0; tries < 200; ++tries) {  // about half of all keys have a plus sign in their base64
        const Verifier verifier("log.example/a", SigningKey::generate().verify_key());
        ASSERT_EQ(Verifier::parse(verifier.text()), verifier);
    }
}

}  // namespace
}  // namespace crypto::note
