// config/gateway.schema.json says what the loader says: shown by an independent validator over generated documents.
#include <gtest/gtest.h>

#include <sys/wait.h>

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "gateway/settings.hpp"
#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gateway {
namespace {

// Around every border of the setting's type, and of every other type.
std::vector<std::string> values_for(const Setting& setting) {
    std::vector<std::string> out{"0",    "-1", "1",   "1.0", "1.5",          "2e1",  "1e30",  "true",
                                 "null", "[]", "[1]", "{}",  "{\"a\": [1]}", "\"\"", "\"1\"", "\"x\""};
    if (const auto* range = std::get_if<WholeNumber>(&setting.type))
        for (const auto number : {range->min, range->min - 1, range->max, range->max + 1}) out.push_back(std::to_string(number));
    if (const auto* one = std::get_if<OneOf>(&setting.type))
        for (const auto word : one->words)
            for (const char* after : {"", " ", "x"}) out.push_back("\"" + std::string(word) + after + "\"");
    for (const char* address : {"127.0.0.1:7443", "[::1]:0", "gateway.example.org:65535", "a:65536", "a:99999", "a:065", "a:0",
                                "a:", ":1", "a", "::1:7",
                                "[]:1", "[a:1", "a]:1", "a b:1", "a:1 ", "a:-1", "a:+1", "a:1x", "[fe80::1%eth0]:7", "a_b-c.d:1",
                                "\\u00e9:1", "a\\n:1"})
        out.push_back("\"" + std::string(address) + "\"");
    for (const std::size_t size : {253u, 254u}) out.push_back("\"" + std::string(size, 'a') + ":1\"");
    return out;
}

std::vector<std::string> documents() {
    std::vector<std::string> out{"{}", "[]", "1", "null", "\"listen\"", R"({"lisen": "a:1"})", R"({"Listen": "a:1"})",
                                 R"({"": 1})", R"({"log_level": "info", "x": 1})",
                                 R"({"io_threads": 3, "log_level": "loud"})"};
    for (const Setting& setting : settings())
        for (const auto& value : values_for(setting)) out.push_back("{\"" + std::string(setting.name) + "\": " + value + "}");
    return out;
}

TEST(config_schema, the_file_is_what_the_table_gives) {
    EXPECT_EQ(test::read_file(std::string(NFP_SOURCE_DIR) + "/config/gateway.schema.json"), config_schema());
}

TEST(config_schema, an_independent_validator_accepts_exactly_what_the_loader_accepts) {
    if (std::system("python3 -c 'import jsonschema' 2> /dev/null") != 0) {
        if (std::getenv("CI")) FAIL() << "python3-jsonschema is missing: .ci/setup.sh test";
        GTEST_SKIP() << "python3-jsonschema is missing: .ci/setup.sh test";
    }
    nlohmann::json cases = nlohmann::json::array();
    std::size_t accepted = 0;
    for (const auto& text : documents()) {
        const bool fits = check_config(text).problems.empty();
        accepted += fits ? 1 : 0;
        cases.push_back({{"text", text}, {"accepted", fits}});
    }
    EXPECT_GT(accepted, 30u);
    EXPECT_GT(cases.size() - accepted, 100u);
    const test::TemporaryFolder folder;
    test::write_file(folder / "cases.json", cases.dump());
    test::write_file(folder / "schema.json", config_schema());
    const std::string command = std::string("python3 ") + NFP_SOURCE_DIR + "/tests/unit/gateway/validate_schema.py " +
                                (folder / "schema.json").string() + " " + (folder / "cases.json").string();
    EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace gateway
