// What people read when the gateway's clock cannot be relied on.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/integration/clients/running_network.hpp"
#include "tests/support/shifted_clock.hpp"

namespace clients::test {
namespace {

TEST(clock, nfp_names_the_problem_in_both_languages_and_keeps_what_was_written) {
    if (const auto why = ::test::why_no_shifted_clock(); !why.empty()) GTEST_SKIP() << why;
    RunningNetwork net({"fr"});
    // The same port again, and a clock that jumps.
    const auto port = std::to_string(net.gateway.port());
    net.gateway.stop();
    std::stringstream config;
    config << std::ifstream(net.gateway.folder() / "gateway.json").rdbuf();
    auto text = config.str();
    text.replace(text.find("127.0.0.1:0"), 11, "127.0.0.1:" + port);
    std::ofstream(net.gateway.folder() / "gateway.json") << text;
    const ::test::TemporaryFolder folder;
    std::ofstream(folder / "offset") << "+0\n";
    net.gateway.environment = {{"LD_PRELOAD", ::test::faketime_library()}, {"FAKETIME_TIMESTAMP_FILE", folder / "offset"},
                               {"FAKETIME_NO_CACHE", "1"},
                               {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}, {"DONT_FAKE_MONOTONIC", "1"}};
    net.gateway.start();
    std::ofstream(folder / "offset") << "+3y\n";

    std::ofstream(folder / "passphrase") << "a passphrase for tests\n";
    std::filesystem::permissions(folder / "passphrase", std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::ofstream(folder / "request.md")
        << "Title: A question\nLanguage: en\nTo: network\nDeadline: 2099-01-01\n\n## Questions\n1. Is it so? [yes/no]\n";
    const auto nfp = [&](const std::string& language, const std::string& words) {
        return ::test::run({"/bin/sh", "-c",
                            std::string(NFP_BIN_DIR) + "/nfp --home " + net.home("fr").string() + " --lang " + language +
                                " --passphrase-file " + (folder / "passphrase").string() + " " + words + " </dev/null 2>&1"});
    };
    const auto send = [&](const std::string& language) {
        return nfp(language, "request send --yes " + (folder / "request.md").string());
    };
    const auto english = send("en"), french = send("fr");
    EXPECT_EQ(english.code, 75);
    EXPECT_NE(english.output.find("its clock cannot be relied on"), std::string::npos) << english.output;
    EXPECT_NE(english.output.find("outbox"), std::string::npos) << english.output;
    EXPECT_NE(french.output.find("son horloge n'est pas fiable"), std::string::npos) << french.output;

    const auto status = nfp("en", "status"), statut = nfp("fr", "status"), json = nfp("en", "--json status");
    EXPECT_NE(status.output.find("the gateway's clock is not confirmed"), std::string::npos) << status.output;
    EXPECT_NE(statut.output.find("l'horloge de la passerelle n'est pas confirmée"), std::string::npos) << statut.output;
    EXPECT_NE(json.output.find("\"clock\": \"unconfirmed\""), std::string::npos) << json.output;
}

}  // namespace
}  // namespace clients::test
