// The program `nfp` as people and scripts use it: output, exit status, files.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/integration/clients/cli_fixture.hpp"

namespace clients::test {
namespace {

TEST_F(Cli, exports_entries_that_the_stock_age_opens_with_an_exported_key) {
    ASSERT_EQ(nfp("dmr", {"request", "send", file("request.md"), "--yes"}).code, 0);
    ASSERT_EQ(nfp("fr", {"export", "NFP/" + std::to_string(protocol::utc_year(unix_now())) + "/001", "-d", file("out")}).code, 0);
    ASSERT_EQ(nfp("fr", {"keys", "export", "network", "-o", file("network.key")}).code, 0);
    EXPECT_EQ(std::filesystem::status(file("network.key")).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const auto entry = std::filesystem::directory_iterator(file("out"))->path().string();
    const std::string age = std::string(NFP_PEERS_DIR) + "/bin/age";
    ASSERT_TRUE(std::filesystem::exists(age)) << "the stock age is missing: run .ci/peers.sh";
    const auto opened =
        ::test::run({"/bin/sh", "-c", "tail -n +4 '" + entry + "' | '" + age + "' -d -i '" + file("network.key") + "'"});
    ASSERT_EQ(opened.code, 0) << opened.output;
    EXPECT_EQ(json::parse(opened.output).at("content").at("title"), "An exported question");
}

TEST_F(Cli, refuses_what_breaks_the_rules_with_line_and_rule_and_sends_nothing) {
    const auto shared = std::filesystem::path(NFP_SHARED_DIR) / "data/requests";
    if (!std::filesystem::exists(shared)) {
        if (std::getenv("CI")) FAIL() << "the sample data are absent: " << shared;
        GTEST_SKIP() << "the sample data are absent: " << shared;
    }
    const auto before = register_size();
    unsigned refused = 0;
    for (const auto& sample : std::filesystem::directory_iterator(shared)) {
        if (!sample.path().filename().string().starts_with("bad-")) continue;
        const auto result =
            ::test::run({"/bin/sh", "-c",
                         std::string(NFP_BIN_DIR) + "/nfp --home " + net.home("dmr").string() + " --lang en --passphrase-file " +
                             file("passphrase") + " request send --yes " + sample.path().string() + " 2>&1"});
        EXPECT_EQ(result.code, 1) << sample.path();
        EXPECT_NE(result.output.find(": line "), std::string::npos) << result.output;
        ++refused;
    }
    EXPECT_GE(refused, 4U);
    EXPECT_EQ(register_size(), before);
}

TEST_F(Cli, asks_before_it_sends_and_without_a_terminal_sends_nothing) {
    const auto before = register_size();
    EXPECT_EQ(nfp("dmr", {"request", "send", file("request.md")}).code, 2);
    const auto dry = nfp("dmr", {"--json", "request", "send", file("request.md"), "--dry-run"});
    EXPECT_EQ(dry.code, 0);
    EXPECT_EQ(json::parse(dry.output).at("persons"), 3);
    EXPECT_EQ(register_size(), before);
}

TEST_F(Cli, keeps_what_it_could_not_deliver_and_says_so) {
    net.gateway.stop();
    const auto result = nfp("dmr", {"request", "send", file("request.md"), "--yes"});
    EXPECT_EQ(result.code, 75);
}

TEST_F(Cli, gives_scripts_json_on_every_command_that_reads) {
    ASSERT_EQ(nfp("dmr", {"request", "send", file("request.md"), "--yes"}).code, 0);
    const std::string number = "NFP/" + std::to_string(protocol::utc_year(unix_now())) + "/001";
    write("answer.md", "Language: fr\nDissemination: network\n\n## Answers\n1. oui -- déjà\n");
    ASSERT_EQ(nfp("fr", {"respond", file("answer.md"), "--to", number, "--yes"}).code, 0);
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"directory"}, {"request", "list"}, {"request", "show", number}, {"request", "status", number}, {"inbox"}, {"sync"},
             {"status"}, {"compile", number}}) {
        auto with_json = words;
        with_json.push_back("--json");
        const auto result = nfp("de", with_json);
        EXPECT_EQ(result.code, 0) << words.front();
        EXPECT_TRUE(json::accept(result.output)) << words.front() << ": " << result.output;
    }
    EXPECT_NE(nfp("de", {"compile", number}).output.find("yes -- déjà"), std::string::npos);
}

TEST_F(Cli, tells_wrong_use_from_refusal) {
    EXPECT_EQ(nfp("fr", {"frobnicate"}).code, 2);
    EXPECT_EQ(nfp("fr", {"request", "show", "NFP/2020/001"}).code, 1);
    EXPECT_EQ(nfp("fr", {"keys", "export", "state:de", "-o", file("k")}).code, 1);
    EXPECT_EQ(nfp("fr", {"invite", "de.02", "-d", file("i")}).code, 1);
    EXPECT_EQ(nfp("dmr", {"invite", "fr.02", "--role", "officer", "-d", file("i")}).code, 1);
    EXPECT_EQ(nfp("dmr", {"invite", "fr.02", "--role", "friend", "-d", file("i")}).code, 2);
    EXPECT_EQ(nfp("dmr", {"invite", "not-a-handle", "-d", file("i")}).code, 2);
    EXPECT_EQ(nfp("nobody", {"status"}).code, 1);
}

TEST_F(Cli, asks_for_no_passphrase_where_there_is_no_home) {
    const auto said = ::test::run(
        {"/bin/sh", "-c",
         "exec '" + std::string(NFP_BIN_DIR) + "/nfp' --lang en --home '" + file("nowhere") + "' status </dev/null 2>&1"});
    EXPECT_EQ(said.code, 1);
    EXPECT_NE(said.output.find("there is no home at"), std::string::npos) << said.output;
}

}  // namespace
}  // namespace clients::test
