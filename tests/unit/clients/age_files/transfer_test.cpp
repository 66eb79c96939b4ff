#include "clients/core/age_files/transfer.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "clients/core/age_files/errc.hpp"
#include "clients/core/age_files/limits.hpp"
#include "crypto/age/errc.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/clients/terminal/with_terminal.hpp"

namespace clients::age_files {
namespace {

using namespace crypto::age;
namespace fs = std::filesystem;

struct Transfer : testing::Test {
    Transfer() { identities.emplace_back(X25519Identity::generate()); }

    std::string path(const std::string& name) { return folder / name; }
    std::string content(const std::string& name) {
        std::ifstream in(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void put(const std::string& name, const std::string& text) { std::ofstream(path(name), std::ios::binary) << text; }

    void encrypt_plain(Form form) {
        moved = 0;
        auto from = Source::open(path("plain")).value();
        const auto to = std::move(to_file(path("sealed"), Existing::replace)).value();
        const SealedFor whom = std::vector<Recipient>{std::get<X25519Identity>(identities.front()).recipient()};
        ASSERT_EQ(encrypt(from, *to, whom, form, [this](std::uint64_t bytes) { moved = bytes; }), std::error_code());
    }
    std::error_code decrypt_sealed(Destination& to, const std::vector<Identity>& with) {
        auto from = Source::open(path("sealed")).value();
        const PassphraseSource typing{.ask = [] { return Passphrase(crypto::to_secret("typed")); }};
        return decrypt(from, to, with, typing, [this](std::uint64_t bytes) { moved = bytes; });
    }
    std::error_code decrypt_to_file() {
        const auto to = std::move(to_file(path("opened"), Existing::replace)).value();
        return decrypt_sealed(*to, identities);
    }

    ::test::TemporaryFolder folder;
    std::vector<Identity> identities;
    std::uint64_t moved = 0;
};

TEST_F(Transfer, brings_back_what_went_in) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, piece_bytes, piece_bytes + 1, 3 * piece_bytes + 7}) {
        for (const Form form : {Form::binary, Form::armored}) {
            put("plain", std::string(size, 'x'));
            encrypt_plain(form);
            EXPECT_EQ(moved, size);
            EXPECT_EQ(content("sealed").starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"), form == Form::armored);
            EXPECT_EQ(decrypt_to_file(), std::error_code());
            EXPECT_EQ(content("opened").size(), size);
            EXPECT_EQ(moved, content("sealed").size());
        }
    }
}

TEST_F(Transfer, leaves_the_old_file_when_the_new_one_is_not_whole) {
    put("plain", std::string(3 * piece_bytes, 'x'));
    encrypt_plain(Form::binary);
    put("opened", "old");
    const std::string sealed = content("sealed");
    put("sealed", sealed.substr(0, sealed.size() - 1));
    EXPECT_EQ(decrypt_to_file(), crypto::age::errc::payload_tampered);
    EXPECT_EQ(content("opened"), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 3);
}

TEST_F(Transfer, tells_which_of_passphrase_and_identity_is_needed) {
    put("plain", "x");
    encrypt_plain(Form::binary);
    const auto to = std::move(to_file(path("opened"), Existing::replace)).value();
    EXPECT_EQ(decrypt_sealed(*to, {}), age_files::errc::identity_needed);

    auto from = Source::open(path("plain")).value();
    const auto sealed = std::move(to_file(path("sealed"), Existing::replace)).value();
    ASSERT_EQ(encrypt(from, *sealed, Passphrase(crypto::to_secret("another")), Form::binary, [](std::uint64_t) {}),
              std::error_code());
    EXPECT_EQ(decrypt_sealed(*to, identities), age_files::errc::passphrase_needed);
    EXPECT_EQ(decrypt_sealed(*to, {}), age_files::errc::wrong_passphrase);
    EXPECT_FALSE(fs::exists(path("opened")));
}

TEST_F(Transfer, writes_to_a_pipe_and_leaves_it_a_pipe) {
    put("plain", "through a pipe");
    encrypt_plain(Form::binary);
    ASSERT_EQ(::mkfifo(path("opened").c_str(), 0600), 0);
    std::string read;
    std::thread reader([&] { read = content("opened"); });
    const auto error = decrypt_to_file();
    reader.join();
    EXPECT_EQ(error, std::error_code());
    EXPECT_EQ(read, "through a pipe");
    EXPECT_TRUE(fs::is_fifo(path("opened")));
}

TEST_F(Transfer, names_what_cannot_be_read_or_written) {
    EXPECT_EQ(Source::open(path("none")).error(), std::errc::no_such_file_or_directory);
    auto folder_source = Source::open(folder.path());
    EXPECT_EQ(folder_source.value().next().error(), std::errc::is_a_directory);
    EXPECT_EQ(to_file(path("none/x"), Existing::replace).error(), std::errc::no_such_file_or_directory);
    put("there", "x");
    EXPECT_EQ(to_file(path("there"), Existing::keep).error(), std::errc::file_exists);
}

TEST(terminal_destination, shows_plain_text_and_nothing_that_acts) {
    const auto shown = [](std::string_view text, Shown what) {
        clients::test::AtTerminal person([&] {
            const auto to = to_terminal(what);
            to->write(crypto::as_bytes(text));
            const auto error = to->commit();
            return error ? error.message() : std::string("shown");
        });
        const std::string screen = person.wait_for_end();
        return person.result() == "shown" ? screen : "";
    };
    EXPECT_EQ(shown("a text\twith d\xc3\xa9j\xc3\xa0\n", Shown::text_only), "a text\twith d\xc3\xa9j\xc3\xa0\r\n");
    for (const char* text : {"\x1b[31mred", "bell\x07", "del\x7f", "c1 \xc2\x9b", "stray \x9b", "latin \xe9"})
        EXPECT_EQ(shown(text, Shown::text_only), "") << text;
    EXPECT_EQ(shown("forced \x07", Shown::anything), "forced \x07");
}

TEST(terminal_destination, holds_back_a_bounded_amount) {
    const auto to = to_terminal(Shown::text_only);
    const crypto::Bytes piece(1 << 20);
    for (std::size_t held = 0; held < terminal_bytes_max; held += piece.size()) to->write(piece);
    EXPECT_THROW(to->write(piece), std::system_error);
}

}  // namespace
}  // namespace clients::age_files
