#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "clients/cli/terminal.hpp"
#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/clients/terminal/with_terminal.hpp"

namespace clients {
namespace {

namespace fs = std::filesystem;
using test::AtTerminal;
using testing::HasSubstr;
using testing::Not;

std::string text_of(const std::expected<crypto::SecretBytes, std::error_code>& passphrase) {
    return passphrase ? std::string(crypto::as_text(*passphrase)) : "error: " + passphrase.error().message();
}

class PassphraseFile : public testing::Test {
protected:
    fs::path file(const std::string& content, fs::perms rights = fs::perms::owner_read | fs::perms::owner_write) {
        const fs::path path = folder.path() / "passphrase";
        ::test::write_file(path, content);
        fs::permissions(path, rights);
        return path;
    }
    ::test::TemporaryFolder folder;
};

TEST_F(PassphraseFile, gives_its_first_line) {
    for (const char* content : {"of some words", "of some words\n", "of some words\r\n", "of some words\nmore\n"})
        EXPECT_EQ(text_of(read_passphrase("", file(content))), "of some words") << content;
    EXPECT_EQ(text_of(read_passphrase("", file(" spaces count \n"))), " spaces count ");
    EXPECT_EQ(text_of(read_new_passphrase("", "", file("of some words\n"))), "of some words");
}

TEST_F(PassphraseFile, must_be_its_owners_alone) {
    for (const auto right : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write, fs::perms::others_write}) {
        const auto path = file("secret word\n", fs::perms::owner_read | right);
        EXPECT_EQ(read_passphrase("", path).error(), terminal_errc::passphrase_file_readable);
    }
    EXPECT_THAT(make_error_code(terminal_errc::passphrase_file_readable).message(), HasSubstr("chmod 600"));
}

TEST_F(PassphraseFile, must_hold_a_passphrase) {
    EXPECT_EQ(read_passphrase("", folder.path() / "none").error(), terminal_errc::no_passphrase_file);
    EXPECT_EQ(read_passphrase("", folder.path()).error(), terminal_errc::no_passphrase_file);
    for (const char* content : {"", "\n", "\r\n", "\nsecond line\n"})
        EXPECT_EQ(read_passphrase("", file(content)).error(), terminal_errc::passphrase_empty);
    EXPECT_EQ(read_passphrase("", file(std::string(passphrase_bytes_max, 'x') + "\n")).value().size(), passphrase_bytes_max);
    EXPECT_EQ(read_passphrase("", file(std::string(passphrase_bytes_max + 1, 'x') + "\n")).error(),
              terminal_errc::passphrase_too_long);
    EXPECT_EQ(read_passphrase("", file(std::string(1 << 20, 'x'))).error(), terminal_errc::passphrase_too_long);
    EXPECT_EQ(read_new_passphrase("", "", file("1234567\n")).error(), terminal_errc::passphrase_too_short);
}

TEST(passphrase, comes_from_standard_input_when_that_is_no_terminal) {
    const auto two_lines = [] {
        const auto passphrase = text_of(read_passphrase("", {}));
        const auto second = ask_line("").value_or("nothing");
        const auto third = ask_line("").value_or("nothing");
        return passphrase + "|" + second + "|" + third;
    };
    EXPECT_EQ(test::with_input("first\nsecond\n", two_lines), "first|second|nothing") << "nothing beyond the line is taken";
    const auto one = [] { return text_of(read_passphrase("", {})); };
    EXPECT_EQ(test::with_input("no line end", one), "no line end");
    EXPECT_EQ(test::with_input("", one), "error: " + make_error_code(terminal_errc::input_ended).message());
    EXPECT_EQ(test::with_input("\n", one), "error: " + make_error_code(terminal_errc::passphrase_empty).message());
    EXPECT_EQ(test::with_input(std::string(passphrase_bytes_max + 1, 'x') + "\n", one),
              "error: " + make_error_code(terminal_errc::passphrase_too_long).message());
    EXPECT_EQ(test::with_input("long enough\n", [] { return text_of(read_new_passphrase("", "", {})); }), "long enough");
}

TEST(passphrase, is_typed_unseen) {
    AtTerminal person([] {
        const auto passphrase = text_of(read_passphrase("Passphrase: ", {}));
        return passphrase + "|" + ask_line("Name: ").value_or("nothing");
    });
    person.wait_for("Passphrase: ");
    person.wait_until_hidden();
    person.type("se\x7f" "ecret words\n");
    person.wait_for("Name: ");
    EXPECT_TRUE(person.echoes());
    person.type("Jane\n");
    const std::string shown = person.wait_for_end();
    EXPECT_EQ(person.result(), "secret words|Jane");
    EXPECT_THAT(shown, Not(HasSubstr("cret")));
    EXPECT_THAT(shown, HasSubstr("Passphrase: \r\n")) << "the next output begins on a line of its own";
    EXPECT_THAT(shown, HasSubstr("Jane"));
}

TEST(passphrase, a_new_one_is_typed_twice) {
    const auto ask = [] { return text_of(read_new_passphrase("New: ", "Again: ", {})); };
    {
        AtTerminal person(ask);
        person.wait_for("New: ");
        person.wait_until_hidden();
        person.type("some words\n");
        person.wait_for("Again: ");
        person.wait_until_hidden();
        person.type("some words\n");
        person.wait_for_end();
        EXPECT_EQ(person.result(), "some words");
    }
    AtTerminal person(ask);
    person.wait_for("New: ");
    person.wait_until_hidden();
    person.type("some words\n");
    person.wait_for("Again: ");
    person.wait_until_hidden();
    person.type("some worms\n");
    person.wait_for_end();
    EXPECT_EQ(person.result(), "error: " + make_error_code(terminal_errc::passphrases_differ).message());
}

TEST(passphrase, is_asked_at_the_terminal_when_standard_input_is_data) {
    AtTerminal person([] {
        return test::with_input("data, not a passphrase\n", [] {
            const auto passphrase = text_of(read_passphrase_at_terminal("Passphrase: ", {}));
            return passphrase + "|" + ask_line("").value_or("nothing");
        });
    });
    person.wait_for("Passphrase: ");
    person.wait_until_hidden();
    person.type("secret words\n");
    EXPECT_THAT(person.wait_for_end(), Not(HasSubstr("secret")));
    EXPECT_EQ(person.result(), "secret words|data, not a passphrase");
}

TEST(passphrase, is_not_taken_from_data_where_there_is_no_terminal) {
    const auto alone = [] {
        ::setsid();
        return text_of(read_passphrase_at_terminal("", {}));
    };
    EXPECT_EQ(test::with_input("data\n", alone), "error: " + make_error_code(terminal_errc::no_terminal).message());
}

TEST(passphrase, a_new_one_at_the_terminal_is_typed_twice_and_may_be_short) {
    const auto ask = [] { return text_of(read_new_passphrase_at_terminal("New: ", "Again: ", {})); };
    const char* const differ = "error: the two passphrases differ: try again";
    for (const auto& [again, expected] : {std::pair("short", "short"), std::pair("shirt", differ), std::pair("", differ)}) {
        AtTerminal person(ask);
        person.wait_for("New: ");
        person.wait_until_hidden();
        person.type("short\n");
        person.wait_for("Again: ");
        person.wait_until_hidden();
        person.type(std::string(again) + "\n");
        person.wait_for_end();
        EXPECT_EQ(person.result(), expected);
    }
}

TEST(passphrase, a_signal_restores_the_terminal_and_then_ends_the_program) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        AtTerminal person([] { return text_of(read_passphrase("Passphrase: ", {})); });
        person.wait_for("Passphrase: ");
        person.wait_until_hidden();
        person.type("half a pass");
        if (signal == SIGINT)
            person.type("\x03");  // as a person would
        else
            ::kill(person.process(), signal);
        person.wait_for_end();
        EXPECT_TRUE(WIFSIGNALED(person.status())) << signal;
        EXPECT_EQ(WTERMSIG(person.status()), signal);
        EXPECT_TRUE(person.echoes()) << signal;
        EXPECT_EQ(person.result(), "");
    }
}

TEST(passphrase, an_ignored_signal_stays_ignored) {
    AtTerminal person([] {
        ::signal(SIGHUP, SIG_IGN);
        return text_of(read_passphrase("Passphrase: ", {}));
    });
    person.wait_for("Passphrase: ");
    person.wait_until_hidden();
    ::kill(person.process(), SIGHUP);
    person.type("secret words\n");
    person.wait_for_end();
    EXPECT_EQ(person.result(), "secret words");
}

// A stop (Ctrl-Z) acts only below a shell: the process that AtTerminal makes plays one, with a single job.
std::string run_as_job(const std::function<std::string()>& work) {
    ::signal(SIGTTOU, SIG_IGN);  // else giving the terminal away would stop the shell itself
    std::array<int, 2> result{};
    if (::pipe(result.data()) != 0) return "no pipe";
    const pid_t job = ::fork();
    if (job == 0) {
        ::setpgid(0, 0);
        ::tcsetpgrp(STDIN_FILENO, ::getpid());
        ::signal(SIGTTOU, SIG_DFL);
        const std::string text = work();
        ::_exit(::write(result[1], text.data(), text.size()) > 0 ? 0 : 1);
    }
    int status = 0;
    ::waitpid(job, &status, WUNTRACED);
    if (!WIFSTOPPED(status)) return "not stopped";
    ::tcsetpgrp(STDIN_FILENO, ::getpgrp());
    (void)ask_line("shell$ ");
    ::tcsetpgrp(STDIN_FILENO, job);
    ::kill(-job, SIGCONT);
    ::waitpid(job, &status, 0);
    std::string text(64, '\0');
    const auto count = ::read(result[0], text.data(), text.size());
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return text;
}

TEST(passphrase, is_asked_for_again_after_a_stop) {
    AtTerminal person([] { return run_as_job([] { return text_of(read_passphrase("Passphrase: ", {})); }); });
    person.wait_for("Passphrase: ");
    person.wait_until_hidden();
    person.type("half\x1a");
    person.wait_for("shell$ ");
    EXPECT_TRUE(person.echoes());
    person.type("fg\n");
    person.wait_for("fg\r\nPassphrase: ");
    person.wait_until_hidden();
    person.type("secret words\n");
    const std::string shown = person.wait_for_end();
    EXPECT_EQ(person.result(), "secret words");
    EXPECT_THAT(shown, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace clients
