#include "clients/cli/terminal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "tests/unit/clients/terminal/with_terminal.hpp"

namespace clients {
namespace {

using namespace std::chrono_literals;
using test::AtTerminal;
using testing::HasSubstr;
using testing::Not;

bool confirmed_by(std::string_view typed) {
    return test::with_input(typed, [] { return confirm("") ? "yes" : "no"; }) == "yes";
}

TEST(terminal, takes_yes_in_both_languages_and_nothing_else) {
    for (const char* typed : {"y\n", "Y\n", "yes\n", "YES\n", "o\n", "oui\n", "Oui\n", " yes \n", "y\r\n", "y"})
        EXPECT_TRUE(confirmed_by(typed)) << typed;
    for (const char* typed : {"", "\n", "n\n", "no\n", "non\n", "yess\n", "yeah\n", "1\n", "true\n", "\ny\n", "y\xc2\xa0\n"})
        EXPECT_FALSE(confirmed_by(typed)) << typed;
}

TEST(terminal, asks_for_a_line) {
    const auto ask = [] { return ask_line("").value_or("nothing"); };
    EXPECT_EQ(test::with_input("a line \nmore", ask), "a line ");
    EXPECT_EQ(test::with_input("\n", ask), "");
    EXPECT_EQ(test::with_input("", ask), "nothing");
    EXPECT_EQ(test::with_input(std::string(100'000, 'x') + "\n", ask), "nothing") << "a line that had to be cut is no answer";
}

TEST(terminal, knows_what_is_a_terminal_and_how_wide) {
    const auto look = [] {
        std::string out;
        for (const Stream stream : {Stream::input, Stream::output, Stream::error}) out += is_terminal(stream) ? "t" : "-";
        return out;
    };
    EXPECT_EQ(test::with_input("", look).substr(0, 1), "-");
    AtTerminal person([&] {
        (void)ask_line("ready? ");
        return look() + std::to_string(terminal_width());
    });
    person.wait_for("ready? ");
    person.set_width(123);
    person.type("\n");
    person.wait_for_end();
    EXPECT_EQ(person.result(), "ttt123");
}

TEST(terminal, makes_foreign_text_harmless) {
    EXPECT_EQ(visible("a\x1b]52;c;x\x07z"), "a\\u{1B}]52;c;x\\u{07}z");
    EXPECT_EQ(visible("\x7f\xc2\x9b\xe2\x80\xae\xff"), "\\u{7F}\\u{9B}\\u{202E}\\x{FF}");
}

TEST(terminal, shows_progress_of_what_takes_long_and_takes_it_away) {
    AtTerminal person([] {
        {
            Progress progress("fetching \x1b[31mentries");
            progress.update(25, 100);
            std::this_thread::sleep_for(1500ms);
        }
        return "done";
    });
    const std::string shown = person.wait_for_end();
    EXPECT_THAT(shown, HasSubstr("entries 25 % (1 s)"));
    EXPECT_THAT(shown, Not(HasSubstr("\x1b[31m")));
    EXPECT_TRUE(shown.ends_with("\r\x1b[K"));
    EXPECT_THAT(shown, Not(HasSubstr("\n")));
}

TEST(terminal, shows_no_progress_of_what_is_quick) {
    AtTerminal person([] {
        Progress progress("fetching entries");
        return "done";
    });
    EXPECT_EQ(person.wait_for_end(), "");
}

}  // namespace
}  // namespace clients
