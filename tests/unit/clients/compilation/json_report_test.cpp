#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "clients/core/compilation/report.hpp"
#include "samples.hpp"

namespace clients::compilation {
namespace {

using nlohmann::json;
using test::received;
using test::sample_input;

TEST(JsonReport, holds_everything) {
    const json report =
        json::parse(json_report(compile(sample_input({received("al", 1, {.number = "9007199254740992"}),
                                                      received("al", 4, {.number = "12.50"}), received("fr", 5)}))));
    EXPECT_EQ(report["number"], "NFP/2026/014");
    EXPECT_EQ(report["late_from"], "2026-12-18T23:00:00Z");
    EXPECT_EQ(report["totals"]["responded"], 2);
    EXPECT_EQ(report["totals"]["silent"], 4);
    EXPECT_EQ(report["questions"][0]["yes"], 2);
    EXPECT_EQ(report["questions"][1]["figures"]["sum"], "22.5");
    EXPECT_EQ(report["questions"][2]["choices"][0], (json{{"choice", "court"}, {"count", 2}}));
    const json& al = report["states"][0];
    EXPECT_EQ(al["code"], "al");
    EXPECT_EQ(al["name"]["fr"], "Albanie");
    EXPECT_EQ(al["status"], "answered");
    EXPECT_EQ(al["response"]["index"], 4);
    EXPECT_EQ(al["response"]["late"], false);
    EXPECT_EQ(al["response"]["answers"][1]["value"]["number"], "12.50");
    EXPECT_EQ(al["superseded"][0]["index"], 1);
    EXPECT_EQ(report["states"][1]["status"], "silent");
}

TEST(JsonReport, is_ascii_and_still_exact) {
    const std::string foreign = "é\x1b\x7f\xC2\x9B\xE2\x80\xAE\"\\";
    const std::string text = json_report(compile(test::hostile_input(foreign)));
    for (const char c : text) ASSERT_TRUE(c == '\n' || (c >= ' ' && c < 0x7f)) << static_cast<int>(c);
    EXPECT_EQ(json::parse(text)["request"]["title"], foreign);
}

TEST(JsonReport, survives_text_that_is_not_utf8) {
    CompilationInput input = sample_input();
    input.unopened.push_back({test::entry("fr", 3), "broken \xFF", {}});
    EXPECT_TRUE(json::accept(json_report(compile(input))));
}

}  // namespace
}  // namespace clients::compilation
