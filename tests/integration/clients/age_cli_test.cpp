// `nfp age` as people and scripts use it, beside the stock age: exit status, files, terminal, passphrases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/support/temporary_folder.hpp"
#include "tests/unit/clients/terminal/with_terminal.hpp"

namespace clients::test {
namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::string stock = NFP_PEERS_DIR "/bin/age";
const std::string stock_keygen = NFP_PEERS_DIR "/bin/age-keygen";

struct AgeCli : testing::Test {
    AgeCli() {
        put("in", "a text\n");
        put("empty", "# nothing\n\n");
        put("ssh", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\n");
        for (const auto& [name, option] : {std::pair("classic", "--x25519"), std::pair("hybrid", "")}) {
            EXPECT_EQ(status(nfp() + " keygen " + option + " -o " + name), 0);
            EXPECT_EQ(status(nfp() + " keygen -y -o " + name + ".pub " + name), 0);
        }
        EXPECT_EQ(status(nfp() + " encrypt -R classic.pub -o sealed in"), 0);
    }

    // In a home that is not there: none is needed.
    std::string nfp() const {
        return std::string(NFP_BIN_DIR) + "/nfp --lang en --home " + (folder / "no-home").string() + " age";
    }
    void put(const std::string& name, const std::string& text) const { std::ofstream(folder / name, std::ios::binary) << text; }
    std::string get(const std::string& name) const {
        std::ifstream in(folder / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    bool is_there(const std::string& name) const { return fs::exists(folder / name); }
    std::string line_of(const std::string& name) const {
        const std::string text = get(name);
        return text.substr(0, text.find('\n'));
    }
    static int exit_status(int waited) { return WIFEXITED(waited) ? WEXITSTATUS(waited) : -1; }

    // In the folder, without a terminal; output in the files "out" and "err".
    int status(const std::string& command) const {
        const std::string line = "cd " + folder.path().string() + " && setsid -w sh -c '" + command + "' >out 2>err </dev/null";
        return exit_status(std::system(line.c_str()));
    }

    // At a terminal: what was typed as answers to prompts, what was shown, the exit status.
    struct Seen {
        std::string shown;
        int status;
    };
    Seen at_terminal(const std::string& command, const std::vector<std::pair<std::string, std::string>>& answers = {}) const {
        AtTerminal person([&] {
            const std::string line = "cd " + folder.path().string() + " && " + command;
            return std::to_string(exit_status(std::system(line.c_str())));
        });
        for (const auto& [prompt, answer] : answers) {
            person.wait_for(prompt);
            person.wait_until_hidden();
            person.type(answer + "\n");
        }
        const std::string shown = person.wait_for_end();
        return {shown, std::stoi(person.result())};
    }

    ::test::TemporaryFolder folder;
};

TEST_F(AgeCli, has_the_stock_tools_exit_status) {
    const std::string classic = line_of("classic.pub"), hybrid = line_of("hybrid.pub");
    struct {
        std::string ours, theirs;  // behind `nfp age`; behind `age`
        int status;
    } const rows[] = {
        {"encrypt -r " + classic + " -o x in", "-r " + classic + " -o x in", 0},
        {"encrypt -r " + hybrid + " -r " + hybrid + " -a -o x in", "-r " + hybrid + " -r " + hybrid + " -a -o x in", 0},
        {"encrypt -R classic.pub -o - in", "-R classic.pub -o - in", 0},
        {"encrypt -R - -o x in < classic.pub", "-R - -o x in < classic.pub", 0},
        {"encrypt -i classic -o x in", "-e -i classic -o x in", 0},
        {"encrypt -i classic -R classic.pub -o x in", "-e -i classic -R classic.pub -o x in", 0},
        {"encrypt -r " + classic + " -r " + hybrid + " -o x in", "-r " + classic + " -r " + hybrid + " -o x in", 1},
        {"encrypt -o x in", "-e -o x in", 1},
        {"encrypt -p -R classic.pub -o x in", "-p -R classic.pub -o x in", 1},
        {"encrypt -p -i classic -o x in", "-e -p -i classic -o x in", 1},
        {"encrypt -p -o x in", "-p -o x in", 1},  // nobody to ask
        {"encrypt -r somebody -o x in", "-r somebody -o x in", 1},
        {"encrypt -r " + classic + "x -o x in", "-r " + classic + "x -o x in", 1},
        {"encrypt -r ssh-ed25519 -o x in", "-r ssh-ed25519 -o x in", 1},
        {"encrypt -r age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t -o x in",
         "-r age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t -o x in", 1},
        {"encrypt -R empty -o x in", "-R empty -o x in", 1},
        {"encrypt -R classic -o x in", "-R classic -o x in", 1},
        {"encrypt -R nothing -o x in", "-R nothing -o x in", 1},
        {"encrypt -R - -o x < classic.pub", "-R - -o x < classic.pub", 1},
        {"encrypt -R classic.pub -o x nothing", "-R classic.pub -o x nothing", 1},
        {"encrypt -R classic.pub -o x in in", "-R classic.pub -o x in in", 1},
        {"encrypt -R classic.pub -o in in", "-R classic.pub -o in in", 1},
        {"encrypt -R classic.pub -o classic.pub in", "-R classic.pub -o classic.pub in", 1},
        {"encrypt -R classic.pub -o none/x in", "-R classic.pub -o none/x in", 1},
        {"encrypt -j yubikey -o x in", "-e -j yubikey -o x in", 1},
        {"encrypt --frobnicate", "--frobnicate", 2},
        {"decrypt -i classic -o x sealed", "-d -i classic -o x sealed", 0},
        {"decrypt -i hybrid -i classic sealed", "-d -i hybrid -i classic sealed", 0},
        {"decrypt -i - sealed < classic", "-d -i - sealed < classic", 0},
        {"decrypt -i classic < sealed", "-d -i classic < sealed", 0},
        {"decrypt -i hybrid -o x sealed", "-d -i hybrid -o x sealed", 1},
        {"decrypt -o x sealed", "-d -o x sealed", 1},
        {"decrypt -i classic -o x in", "-d -i classic -o x in", 1},
        {"decrypt -i in -o x sealed", "-d -i in -o x sealed", 1},
        {"decrypt -i ssh -o x sealed", "-d -i ssh -o x sealed", 1},
        {"decrypt -i nothing -o x sealed", "-d -i nothing -o x sealed", 1},
        {"decrypt -i classic -o x nothing", "-d -i classic -o x nothing", 1},
        {"decrypt -i classic -o classic sealed", "-d -i classic -o classic sealed", 1},
        {"decrypt -i - -o x < classic", "-d -i - -o x < classic", 1},
        {"decrypt -i classic .", "-d -i classic .", 1},
        {"decrypt --frobnicate", "-d --frobnicate", 2},
    };
    for (const auto& row : rows) {
        fs::remove(folder / "x");
        EXPECT_EQ(status(nfp() + " " + row.ours), row.status) << row.ours << "\n" << get("err");
        EXPECT_EQ(is_there("x"), row.status == 0 && row.ours.find("-o x") != std::string::npos) << row.ours;
        fs::remove(folder / "x");
        EXPECT_EQ(status(stock + " " + row.theirs), row.status) << row.theirs << "\n" << get("err");
    }
    EXPECT_EQ(get("in"), "a text\n");
    EXPECT_FALSE(is_there("no-home"));
}

TEST_F(AgeCli, keygen_has_the_stock_tools_exit_status_and_files) {
    EXPECT_THAT(get("classic"), ContainsRegex("^# created: 20[0-9-]+T[0-9:]+(Z|[+-][0-9:]+)\n# public key: age1[a-z0-9]{58}\n"
                                              "AGE-SECRET-KEY-1[A-Z0-9]{58}\n$"));
    EXPECT_THAT(get("hybrid"), ContainsRegex("\n# public key: age1pq1[a-z0-9]+\nAGE-SECRET-KEY-PQ-1[A-Z0-9]+\n$"));
    EXPECT_EQ(fs::status(folder / "hybrid").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    for (const std::string name : {"classic", "hybrid"}) {
        EXPECT_EQ(status(stock_keygen + " -y " + name), 0);
        EXPECT_EQ(get("out"), get(name + ".pub"));
    }
    const std::string before = get("classic");
    for (const std::string& program : {nfp() + " keygen", stock_keygen}) {
        EXPECT_EQ(status(program + " -o classic"), 1) << "a key is never overwritten";
        EXPECT_EQ(status(program + " in"), 1);
        EXPECT_EQ(status(program + " -y in"), 1);
        EXPECT_EQ(status(program + " -y classic hybrid"), 1);
        EXPECT_EQ(status(program + " -y nothing"), 1);
        EXPECT_EQ(status(program + " --frobnicate"), 2);
        EXPECT_EQ(status(program + " -y < classic"), 0);
        EXPECT_EQ(get("out"), get("classic.pub"));
        EXPECT_EQ(status(program), 0);
        EXPECT_THAT(get("err"), HasSubstr("Public key: age1"));
    }
    EXPECT_EQ(get("classic"), before);
}

TEST_F(AgeCli, pipes_to_and_from_the_stock_tool) {
    put("in", std::string(3'000'000, 'x'));
    for (const std::string key : {"classic", "hybrid"}) {
        for (const std::string armor : {"", " -a"}) {
            EXPECT_EQ(status("cat in | " + nfp() + " encrypt" + armor + " -R " + key + ".pub | " + stock + " -d -i " + key), 0);
            EXPECT_EQ(get("out"), get("in"));
            EXPECT_EQ(status("cat in | " + stock + armor + " -R " + key + ".pub | " + nfp() + " decrypt -i " + key), 0);
            EXPECT_EQ(get("out"), get("in"));
        }
    }
}

TEST_F(AgeCli, says_what_is_wrong_and_what_to_do) {
    const std::pair<std::string, std::string> rows[] = {
        {"encrypt -r ssh-ed25519 in", "SSH keys are not supported"},
        {"encrypt -r age1yubikey1qwt50d05nh in", "plugins are not supported"},
        {"encrypt -R classic -o x in", "classic, line 3: a secret key stands where a recipient is expected"},
        {"encrypt in", "name recipients with -r or -R"},
        {"decrypt sealed", "name a file of identities with -i"},
        {"decrypt -i hybrid sealed", "not encrypted to any of these identities"},
        {"decrypt -i ssh sealed", "ssh, line 1: SSH keys are not supported"},
        {"decrypt -i classic in", "in: it is not an age file"},
        {"decrypt -i classic empty", "neither an age file nor correctly armored"},
    };
    for (const auto& [command, expected] : rows) {
        EXPECT_EQ(status(nfp() + " " + command), 1) << command;
        EXPECT_THAT(get("err"), HasSubstr(expected)) << command;
        EXPECT_THAT(get("err"), Not(HasSubstr("AGE-SECRET-KEY"))) << command;
        EXPECT_EQ(get("out"), "") << command;
    }
}

TEST_F(AgeCli, keeps_binary_from_the_terminal_as_the_stock_tool_does) {
    put("bell", "ring \x07\n");
    ASSERT_EQ(status(nfp() + " encrypt -R classic.pub -o bell.age bell"), 0);
    for (const auto& [encrypt, decrypt] : {std::pair(nfp() + " encrypt", nfp() + " decrypt"), std::pair(stock, stock + " -d")}) {
        EXPECT_EQ(at_terminal(encrypt + " -R classic.pub in").status, 1);
        EXPECT_EQ(at_terminal(encrypt + " -R classic.pub -o - in").status, 0);
        EXPECT_THAT(at_terminal(encrypt + " -a -R classic.pub in").shown, HasSubstr("-----END AGE ENCRYPTED FILE-----"));
        const Seen text = at_terminal(decrypt + " -i classic sealed");
        EXPECT_EQ(text.shown, "a text\r\n");
        EXPECT_EQ(text.status, 0);
        const Seen bell = at_terminal(decrypt + " -i classic bell.age");
        EXPECT_EQ(bell.status, 1);
        EXPECT_THAT(bell.shown, Not(HasSubstr("\x07")));
        EXPECT_THAT(at_terminal(decrypt + " -i classic -o - bell.age").shown, HasSubstr("ring \x07"));
    }
}

const std::string choose = "choose a passphrase", again = "the same again: ", open = "passphrase of ";

TEST_F(AgeCli, asks_for_a_passphrase_twice_to_encrypt_and_once_to_decrypt) {
    const Seen sealing = at_terminal(nfp() + " encrypt -p -o with-words in", {{choose, "some words"}, {again, "some words"}});
    EXPECT_EQ(sealing.status, 0);
    EXPECT_THAT(sealing.shown, Not(HasSubstr("some words")));
    // Standard input is the file: the terminal is asked all the same.
    const Seen opening = at_terminal(nfp() + " decrypt -o opened < with-words", {{open, "some words"}});
    EXPECT_EQ(opening.status, 0);
    EXPECT_THAT(opening.shown, Not(HasSubstr("some words")));
    EXPECT_EQ(get("opened"), "a text\n");

    const Seen wrong = at_terminal(nfp() + " decrypt -o wrong with-words", {{open, "other words"}});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_THAT(wrong.shown, HasSubstr("the passphrase is wrong"));
    EXPECT_FALSE(is_there("wrong"));
    const Seen differing = at_terminal(nfp() + " encrypt -p -o differing in", {{choose, "some words"}, {again, "some worms"}});
    EXPECT_EQ(differing.status, 1);
    EXPECT_FALSE(is_there("differing"));
    EXPECT_EQ(status(nfp() + " decrypt -i classic with-words"), 1);
    EXPECT_THAT(get("err"), HasSubstr("leave out -i"));
}

TEST_F(AgeCli, makes_a_passphrase_for_who_types_none) {
    const Seen sealing = at_terminal(nfp() + " encrypt -p -o made in 2>err", {{choose, ""}});
    EXPECT_EQ(sealing.status, 0);
    const std::string mark = "shown this once: ";
    ASSERT_THAT(sealing.shown, HasSubstr(mark));
    std::string words = sealing.shown.substr(sealing.shown.find(mark) + mark.size());
    words = words.substr(0, words.find('\r'));
    EXPECT_EQ(std::ranges::count(words, '-'), 9) << words;
    EXPECT_EQ(get("err"), "") << "it goes to the terminal alone";
    EXPECT_EQ(at_terminal(nfp() + " decrypt -o opened made", {{open, words}}).status, 0);
    EXPECT_EQ(get("opened"), "a text\n");
}

TEST_F(AgeCli, takes_the_passphrase_from_a_file_for_scripts) {
    put("words", "some words\n");
    fs::permissions(folder / "words", fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(status(nfp() + " encrypt --passphrase-file words -p -a -o with-words in"), 0) << get("err");
    EXPECT_EQ(status(nfp() + " decrypt --passphrase-file words with-words"), 0) << get("err");
    EXPECT_EQ(get("out"), "a text\n");
}

TEST_F(AgeCli, reads_identities_that_are_encrypted_with_a_passphrase) {
    for (const std::string armor : {"", " -a"}) {
        const Seen locking = at_terminal(stock + " -p" + armor + " -o locked classic",
                                         {{"nter passphrase", "key words"}, {"onfirm passphrase", "key words"}});
        ASSERT_EQ(locking.status, 0);
        EXPECT_EQ(at_terminal(nfp() + " decrypt -i locked -o opened sealed", {{open + "locked", "key words"}}).status, 0);
        EXPECT_EQ(get("opened"), "a text\n");
        EXPECT_EQ(at_terminal(nfp() + " decrypt -i locked -o wrong sealed", {{open + "locked", "other words"}}).status, 1);
        EXPECT_FALSE(is_there("wrong"));
    }
}

TEST_F(AgeCli, opens_what_people_paste_at_the_terminal) {
    ASSERT_EQ(status(nfp() + " encrypt -a -R classic.pub in"), 0);
    AtTerminal person([&] {
        const std::string line = "cd " + folder.path().string() + " && " + nfp() + " decrypt -i classic";
        return std::to_string(exit_status(std::system(line.c_str())));
    });
    person.type(get("out"));  // no Ctrl-D: the last line of the armor ends it
    const std::string shown = person.wait_for_end();
    EXPECT_EQ(person.result(), "0");
    EXPECT_TRUE(shown.ends_with("a text\r\n")) << shown;
}

}  // namespace
}  // namespace clients::test
