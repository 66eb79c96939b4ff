#include "gateway/config.hpp"

#include <gtest/gtest.h>

#include "tests/support/files.hpp"

namespace gateway {
namespace {

std::string refusal(const std::string& text) {
    try {
        (void)parse_config(text);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

TEST(config, what_init_writes_is_read_back) {
    const auto config = parse_config(default_config("0.0.0.0:443"));
    EXPECT_EQ(config.host, "0.0.0.0");
    EXPECT_EQ(config.port, 443);
    EXPECT_EQ(config.idle_timeout, limits::idle_timeout);
}

TEST(config, the_example_is_accepted_and_names_every_key) {
    EXPECT_EQ(test::read_file(std::string(NFP_SOURCE_DIR) + "/config/gateway.example.json"), default_config("127.0.0.1:7443"));
}

TEST(config, refuses_unknown_keys_by_name) { EXPECT_NE(refusal(R"({"lisen": "a:1"})").find("\"lisen\""), std::string::npos); }

TEST(config, refuses_values_out_of_bounds_by_name) {
    EXPECT_NE(refusal(R"({"io_threads": 0})").find("io_threads"), std::string::npos);
    EXPECT_NE(refusal(R"({"idle_timeout_ms": "1s"})").find("idle_timeout_ms"), std::string::npos);
    EXPECT_NE(refusal(R"({"log_level": "loud"})").find("log_level"), std::string::npos);
    EXPECT_NE(refusal("[]"), "");
    EXPECT_NE(refusal("{\"io_threads\": 2,}"), "");
}

TEST(config, says_where_what_and_what_was_expected) {
    const auto problems = check_config("// a comment\n{\n  \"listen\": \"a:1\",\n    \"io_treads\": 2,\n"
                                       "  \"log_level\": \"loud\", \"io_threads\": 65\n}\n")
                              .problems;
    ASSERT_EQ(problems.size(), 3u);
    EXPECT_TRUE(describe(problems[0])
                    .starts_with("gateway.json:4:5: \"io_treads\" is not a setting; there are: listen, log_level, io_threads, "))
        << describe(problems[0]);
    EXPECT_EQ(describe(problems[1]), "gateway.json:5:3: \"log_level\" must be one of \"debug\", \"info\", \"warn\", \"error\"");
    EXPECT_EQ(describe(problems[2]), "gateway.json:5:24: \"io_threads\" must be a whole number from 1 to 64");
}

TEST(config, a_key_that_stands_twice_is_refused) {
    EXPECT_EQ(refusal("{\"io_threads\": 2,\n \"io_threads\": 3}"),
              "gateway.json:2:2: \"io_threads\" stands there twice; keep one");
}

TEST(config, broken_json_is_located) {
    EXPECT_TRUE(refusal("{\n  \"io_threads\": 2,\n}").starts_with("gateway.json:3:1: this is not JSON"))
        << refusal("{\n  \"io_threads\": 2,\n}");
    EXPECT_TRUE(refusal("").starts_with("gateway.json:1:1: this is not JSON")) << refusal("");
    EXPECT_NE(refusal(std::string(100'000, '[')), "");
    EXPECT_NE(refusal("{\"a\": " + std::string(60'000, '[') + "}"), "");
    EXPECT_NE(refusal("{\"\xff\": 1}"), "");
}

TEST(config, a_key_with_escapes_is_located_too) {
    EXPECT_TRUE(refusal("{  \"a\\\"b\": 1}").starts_with("gateway.json:1:4:")) << refusal("{  \"a\\\"b\": 1}");
}

TEST(config, addresses) {
    EXPECT_EQ(parse_address("[::1]:0").host, "::1");
    EXPECT_EQ(parse_address("gateway.example.org:65535").port, 65535);
    for (const char* bad : {"", ":1", "a", "a:", "a:65536", "a:-1", "a:01", "::1:7", "[]:1", "a:1x"})
        EXPECT_THROW((void)parse_address(bad), std::runtime_error) << bad;
}

}  // namespace
}  // namespace gateway
