// Languages: the one that a text declares, and the one that the program speaks.
#include <gmock/gmock.h>

#include <cstdlib>
#include <set>
#include <sstream>

#include "clients/core/messages/messages.hpp"
#include "tests/integration/clients/cli_fixture.hpp"

namespace clients::test {
namespace {

using testing::HasSubstr;

constexpr const char* french_said_english =
    "Title: Rétention administrative des étrangers\nLanguage: en\nTo: network\nDeadline: 2099-01-01\n\n## Questions\n"
    "1. Quelle autorité décide de la rétention administrative des étrangers, et dans quel délai ?\n";

TEST_F(Cli, asks_when_a_text_is_not_in_the_language_it_declares) {
    write("ask.md", french_said_english);
    const auto before = register_size();
    const auto asked = nfp_aloud("dmr", {"request", "send", file("ask.md")});
    EXPECT_EQ(asked.code, 2);
    EXPECT_THAT(asked.output, HasSubstr("declares the language English, but the text looks to be in French"));
    EXPECT_EQ(register_size(), before);
    EXPECT_EQ(nfp("dmr", {"request", "send", file("ask.md"), "--dry-run"}).code, 0);
    EXPECT_EQ(register_size(), before);
    const auto meant = nfp_aloud("dmr", {"request", "send", file("ask.md"), "--yes"});
    EXPECT_EQ(meant.code, 0);
    EXPECT_THAT(meant.output, HasSubstr("looks to be in French"));

    write("answer.md", "Re: " + number(1) +
                           "\nLangue: fr\nDiffusion: réseau\n\n## Réponses\n1. The competent court decides within forty-eight "
                           "hours of the arrest of the person.\n");
    EXPECT_EQ(nfp("fr", {"respond", file("answer.md")}).code, 2);
    write("news.md",
          "Title: A new act on the reception of asylum seekers\nLanguage: fr\n\n## Text\nThe parliament has adopted a new act on "
          "reception conditions.\n");
    EXPECT_EQ(nfp("fr", {"inform", file("news.md")}).code, 2);
    EXPECT_EQ(register_size(), before + 1);
}

TEST_F(Cli, asks_about_the_sample_texts_named_so) {
    const auto shared = std::filesystem::path(NFP_SHARED_DIR) / "data/requests";
    if (!std::filesystem::exists(shared)) {
        if (std::getenv("CI")) FAIL() << "the sample data are absent: " << shared;
        GTEST_SKIP() << "the sample data are absent: " << shared;
    }
    unsigned asked = 0;
    for (const auto& sample : std::filesystem::directory_iterator(shared)) {
        if (!sample.path().filename().string().starts_with("ask-")) continue;
        EXPECT_EQ(nfp("dmr", {"request", "send", sample.path().string()}).code, 2) << sample.path();
        ++asked;
    }
    EXPECT_GE(asked, 1U);
}

// ---- the program's own language; no network needed ----

std::string help(const std::vector<std::string>& command, const std::string& environment,
                 const std::vector<std::string>& options) {
    std::vector<std::string> words{"/bin/sh", "-c", "unset LC_ALL LC_MESSAGES LANG; " + environment + " exec \"$@\" 2>&1", "sh",
                                   std::string(NFP_BIN_DIR) + "/nfp"};
    words.insert(words.end(), options.begin(), options.end());
    words.insert(words.end(), command.begin(), command.end());
    words.push_back("--help");
    const auto result = ::test::run(words);
    EXPECT_EQ(result.code, 0) << result.output;
    return result.output;
}

// The commands below the heading of that name, as the help lists them.
std::vector<std::string> commands_in(const std::string& text, const std::string& heading) {
    std::vector<std::string> out;
    const auto at = text.find("\n" + heading + ":\n");
    if (at == std::string::npos) return out;
    std::istringstream lines(text.substr(at + heading.size() + 3));
    for (std::string line; std::getline(lines, line) && line.starts_with("  ");)
        if (line[2] != ' ') out.push_back(line.substr(2, line.find(' ', 2) - 2));
    return out;
}

void each_command(const std::vector<std::string>& command, const std::function<void(const std::vector<std::string>&)>& visit) {
    visit(command);
    for (const auto& name : commands_in(help(command, "", {"--lang", "en"}), "Commands")) {
        auto deeper = command;
        deeper.push_back(name);
        each_command(deeper, visit);
    }
}

std::string on_one_line(std::string text) {
    std::string out;
    for (const char c : text)
        if (!(c == '\n' || c == ' ')) out += c;
        else if (!out.ends_with(' ')) out += ' ';
    return out;
}

TEST(Help, of_every_command_is_french_when_asked_for_and_when_the_environment_says_so) {
    unsigned seen = 0;
    each_command({}, [&](const std::vector<std::string>& command) {
        ++seen;
        const auto french = help(command, "", {"--lang", "fr"}), english = help(command, "", {});
        EXPECT_EQ(help(command, "LANG=fr_FR.UTF-8", {}), french);
        EXPECT_EQ(help(command, "LANG=fr_FR.UTF-8 LC_ALL=C.UTF-8", {}), english);
        EXPECT_THAT(french, HasSubstr("Utilisation:"));
        for (const char* heading : {"Usage", "REQUIRED", "TEXT ", "TEXT:", "INT", "Subcommands", "Positionals", "Print this"})
            EXPECT_EQ(french.find(heading), std::string::npos) << heading << " in " << french;
        // No sentence of the English help is left in the French one.
        const auto flat = on_one_line(french);
        for (const Message& message : catalogue) {
            if (!message.name.starts_with("help_") || message.english == message.french ||
                message.english.find(' ') == std::string_view::npos)
                continue;
            EXPECT_EQ(flat.find(on_one_line(std::string(message.english))), std::string::npos)
                << message.name << " in " << french;
        }
    });
    EXPECT_GE(seen, 25U);
}

TEST(Help, wrong_use_is_explained_in_the_persons_language) {
    const auto use = [](std::vector<std::string> words) {
        words.insert(words.begin(),
                     {"/bin/sh", "-c", "exec \"$@\" 2>&1", "sh", std::string(NFP_BIN_DIR) + "/nfp", "--lang", "fr"});
        return ::test::run(words);
    };
    const auto expect = [&](const std::vector<std::string>& words, const std::string& said) {
        const auto result = use(words);
        EXPECT_EQ(result.code, 2) << result.output;
        EXPECT_THAT(result.output, HasSubstr(said));
        EXPECT_THAT(result.output, HasSubstr("disent ce qui est attendu"));
    };
    expect({}, "il faut une commande");
    expect({"frobnicate"}, "il n'y a pas de commande « frobnicate » ici");
    expect({"request", "send"}, "il faut préciser FILE");
    expect({"compile", "x", "--format", "pdf"}, "--format : cette valeur n'est pas l'une de {text,html,csv,json}");
    expect({"invite", "fr.01", "--days", "1000"}, "--days : cette valeur n'est pas admise");
    expect({"respond", "x", "-o", "y"}, "--output ne peut être donné qu'avec --form");
    expect({"inbox", "more"}, "« more » n'est pas attendu ici");
}

}  // namespace
}  // namespace clients::test
