// The program `nfp` as people and scripts run it, each in a home of a running network.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/integration/clients/running_network.hpp"
#include "tests/support/shifted_clock.hpp"

namespace clients::test {

using nlohmann::json;

struct Cli : testing::Test {
    explicit Cli(const std::vector<std::string>& states = {"fr", "de"}, const std::vector<std::string>& seats = {})
        : net(states, seats) {
        write("passphrase", "a passphrase for tests\n");
        std::filesystem::permissions(file("passphrase"),
                                     std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        write("request.md",
              "Title: An exported question\nLanguage: en\nTo: network\nDeadline: 2099-01-01\n\n## Questions\n1. Is it so? "
              "[yes/no]\n");
    }
    std::string file(const std::string& name) { return folder / name; }
    void write(const std::string& name, const std::string& text) { std::ofstream(file(name), std::ios::binary) << text; }

    // No terminal, and the output alone: what is said on standard error is for people.
    ::test::Finished nfp(const std::string& who, const std::vector<std::string>& words) {
        return run_nfp(who, words, "2>/dev/null");
    }
    // What is said on standard error as well.
    ::test::Finished nfp_aloud(const std::string& who, const std::vector<std::string>& words) {
        return run_nfp(who, words, "2>&1");
    }
    // With this line on standard input.
    ::test::Finished nfp_typing(const std::string& line, const std::string& who, const std::vector<std::string>& words) {
        write("typed", line + "\n");
        return run_nfp(who, words, "2>&1", file("typed"));
    }
    ::test::Finished run_nfp(const std::string& who, std::vector<std::string> words, const std::string& errors,
                             const std::string& input = "/dev/null") {
        words.insert(words.begin(), {"/bin/sh", "-c", "exec \"$@\" <'" + input + "' " + errors, "sh"});
        std::vector<std::string> program = {std::string(NFP_BIN_DIR) + "/nfp", "--home", net.home(who).string(),
                                            "--passphrase-file",
                                            file("passphrase"), "--lang", language};
        if (!clock.empty()) {
            program.insert(program.begin(), "env");
            for (const auto& [name, value] : clock) program.insert(program.begin() + 1, name + "=" + value);
        }
        words.insert(words.begin() + 4, program.begin(), program.end());
        return ::test::run(words);
    }
    // From now on the gateway, started again, and `nfp` live that much later, such as "+73h". Sessions in this process do not.
    void live_later(const std::string& offset) {
        clock = ::test::shifted_clock(offset);
        net.gateway.environment = clock;
        net.gateway.restart(SIGTERM);
    }
    std::uint64_t register_size() {
        return json::parse(nfp("dmr", {"--json", "status"}).output).at("register_size").get<std::uint64_t>();
    }
    static std::string number(unsigned count) {
        return protocol::RequestNumber{.year = protocol::utc_year(unix_now()), .count = count}.text();
    }

    std::string language = "en";
    std::map<std::string, std::string> clock;   // of what runs beside this process
    ::test::TemporaryFolder folder;
    RunningNetwork net;
};

}  // namespace clients::test
