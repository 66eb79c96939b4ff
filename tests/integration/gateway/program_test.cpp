#include <sys/stat.h>

#include <fstream>

#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {
namespace {

class program : public testing::Test {
protected:
    TemporaryFolder folder;
    std::string data = (folder / "data").string();
    std::string key = (folder / "key").string();
    Finished gateway(std::vector<std::string> words) {
        words.insert(words.begin(), gateway_program());
        return run(words);
    }
    Finished init() { return gateway({"init", data, "--store-key", key, "--listen", "127.0.0.1:0"}); }
};

TEST_F(program, init_makes_a_private_folder_and_prints_what_is_needed) {
    const auto done = init();
    ASSERT_EQ(done.code, 0) << done.output;
    for (const char* line : {"pin: ", "log: 127.0.0.1/nfp/", "founding-token: ", "nfp-gateway serve "})
        EXPECT_NE(done.output.find(line), std::string::npos) << done.output;
    struct stat status {};
    ASSERT_EQ(::stat(data.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700u);
    ASSERT_EQ(::stat(key.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
    for (const auto& file : std::filesystem::directory_iterator(data)) {
        ASSERT_EQ(::stat(file.path().c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0077, 0u) << file.path();
    }
}

TEST_F(program, init_never_overwrites) {
    ASSERT_EQ(init().code, 0);
    const auto again = init();
    EXPECT_EQ(again.code, 1);
    EXPECT_NE(again.output.find("is not empty"), std::string::npos) << again.output;
}

TEST_F(program, the_store_key_is_never_inside_the_data_folder) {
    const auto done = gateway({"init", data, "--store-key", data + "/key"});
    EXPECT_EQ(done.code, 1);
    EXPECT_NE(done.output.find("inside the data folder"), std::string::npos) << done.output;
    EXPECT_FALSE(std::filesystem::exists(data));
}

TEST_F(program, serve_does_not_start_without_or_with_a_wrong_store_key) {
    ASSERT_EQ(init().code, 0);
    const auto without = gateway({"serve", data});
    EXPECT_EQ(without.code, 1);
    EXPECT_NE(without.output.find("no store key"), std::string::npos) << without.output;
    std::ofstream(key) << std::string(64, 'a') << "\n";
    const auto wrong = gateway({"serve", data, "--store-key", key});
    EXPECT_EQ(wrong.code, 3);
    EXPECT_NE(wrong.output.find("init first"), std::string::npos) << wrong.output;
}

TEST_F(program, unknown_settings_are_refused_by_name) {
    ASSERT_EQ(init().code, 0);
    std::ofstream(data + "/gateway.json") << "{\"lisen\": \"127.0.0.1:0\"}";
    const auto done = gateway({"serve", data, "--store-key", key});
    EXPECT_EQ(done.code, 1);
    EXPECT_NE(done.output.find("\"lisen\""), std::string::npos) << done.output;
}

TEST_F(program, usage) {
    EXPECT_EQ(gateway({"--help"}).code, 0);
    EXPECT_NE(gateway({"--help"}).output.find("Exit codes"), std::string::npos);
    EXPECT_EQ(gateway({"--version"}).code, 0);
    EXPECT_EQ(gateway({}).code, 2);
    EXPECT_EQ(gateway({"serve"}).code, 2);
    EXPECT_EQ(gateway({"init", data}).code, 2);
    EXPECT_EQ(gateway({"init", data, "--store-key", key, "--listen", "nonsense"}).code, 1);
}

TEST(program_, one_process_serves_a_folder) {
    GatewayProcess gateway(gateway_program());
    gateway.start();
    const auto second = run({gateway_program(), "serve", gateway.folder().string(), "--store-key", gateway.store_key().string()});
    EXPECT_EQ(second.code, 1);
    EXPECT_NE(second.output.find("another nfp-gateway serves"), std::string::npos) << second.output;
    EXPECT_EQ(gateway.stop(), 0);
}

TEST(program_, memory_is_not_dumped) {
    GatewayProcess gateway(gateway_program());
    gateway.start();
    std::ifstream limits("/proc/" + std::to_string(gateway.pid()) + "/limits");
    const std::string text((std::istreambuf_iterator<char>(limits)), {});
    const auto line = text.substr(text.find("Max core file size"), 60);
    EXPECT_NE(line.find(" 0 "), std::string::npos) << line;
    struct stat status {};
    ASSERT_EQ(::stat(("/proc/" + std::to_string(gateway.pid()) + "/mem").c_str(), &status), 0);
    EXPECT_EQ(status.st_uid, 0u);  // a process that is not dumpable belongs to root
}

}  // namespace
}  // namespace test
