// `nfp-gateway check` as an operator uses it.
#include <signal.h>
#include <sqlite3.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {
namespace {

class checking : public FoundedGateway {
protected:
    Finished check(std::vector<std::string> words = {}) {
        words.insert(words.begin(), {gateway_program(), "check", gateway.folder().string()});
        return run(words);
    }
    Finished check_all(std::vector<std::string> words = {}) {
        words.insert(words.end(), {"--store-key", gateway.store_key().string()});
        return check(std::move(words));
    }
    void damage(const std::string& sql) {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open((gateway.folder() / "register.sqlite").c_str(), &raw), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sql;
        sqlite3_close(raw);
    }
};

TEST_F(checking, finds_all_in_order_while_the_gateway_serves_and_takes_more) {
    auto client = connect("fr.01");
    for (int i = 0; i < 5; ++i) {
        ASSERT_EQ(client.submit(network.request(network.person("fr.01"))).status, 201u);
        const auto done = check_all({"--json"});
        EXPECT_EQ(done.code, 0) << done.output;
        const auto report = nlohmann::json::parse(done.output);
        EXPECT_EQ(report.at("register").at("numbered"), i + 1);
        EXPECT_EQ(report.at("register").at("entries"), tree().first);
        EXPECT_TRUE(report.at("configuration").at("in_order"));
    }
    EXPECT_EQ(gateway.stop(), 0);
    EXPECT_EQ(check_all().code, 0);
    gateway.start();
}

TEST_F(checking, says_after_a_kill_what_the_log_holds_too) {
    ASSERT_EQ(connect("fr.01").submit(network.request(network.person("fr.01"))).status, 201u);
    const auto size = tree().first;
    gateway.stop(SIGKILL);
    const auto done = check_all();
    EXPECT_EQ(done.code, 0) << done.output;
    EXPECT_NE(done.output.find("register: " + std::to_string(size) + " entries"), std::string::npos) << done.output;
    gateway.start();
    EXPECT_EQ(tree().first, size);
}

TEST_F(checking, tells_faults_of_the_register_from_faults_of_the_configuration) {
    gateway.stop();
    std::ofstream(gateway.folder() / "gateway.json") << "{\n  \"io_threds\": 2\n}\n";
    const auto configuration = check();
    EXPECT_EQ(configuration.code, 1);
    EXPECT_NE(configuration.output.find("gateway.json:2:3: \"io_threds\" is not a setting; there are: listen, "),
              std::string::npos)
        << configuration.output;
    damage("UPDATE nodes SET hash = zeroblob(32) WHERE level = 0 AND idx = 2");
    const auto both = check_all();
    EXPECT_EQ(both.code, 3);
    EXPECT_NE(both.output.find("entry #2: the tree has another hash at level 0"), std::string::npos) << both.output;
    EXPECT_NE(both.output.find("io_threds"), std::string::npos) << both.output;
    const auto json = nlohmann::json::parse(check_all({"--json"}).output);
    EXPECT_EQ(json.at("register").at("findings").at(0).at("entry"), 2);
    EXPECT_EQ(json.at("configuration").at("problems").at(0).at("line"), 2);
}

TEST_F(checking, does_not_begin_with_a_wrong_key_or_folder) {
    std::ofstream(gateway.store_key()) << std::string(64, 'a') << "\n";
    const auto wrong = check_all();
    EXPECT_EQ(wrong.code, 3);
    EXPECT_NE(wrong.output.find("another gateway's store key"), std::string::npos) << wrong.output;
    EXPECT_EQ(run({gateway_program(), "check", "/nowhere"}).code, 1);
    EXPECT_EQ(run({gateway_program(), "check"}).code, 2);
}

}  // namespace
}  // namespace test
