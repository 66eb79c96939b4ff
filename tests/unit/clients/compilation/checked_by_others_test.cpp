// Reports of everything a compilation can hold, read by another program (tests/support/check_compilation.py).
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "clients/core/compilation/report.hpp"
#include "samples.hpp"

namespace clients::compilation {
namespace {

using test::received;

class CheckedByOthers : public testing::TestWithParam<Language> {
protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "nfp-compilation-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void check(const Compilation& compilation) {
        std::ofstream(folder_ / "report.json", std::ios::binary) << json_report(compilation);
        std::ofstream(folder_ / "report.csv", std::ios::binary)
            << csv_report(compilation, {.language = GetParam(), .made_at = {}});
        const std::string source = NFP_SOURCE_DIR;
        const std::string command = "/usr/bin/python3 '" + source + "/tests/support/check_compilation.py' '" + source +
                                    "/docs/compilation.schema.json' '" + (folder_ / "report.json").string() + "' '" +
                                    (folder_ / "report.csv").string() + "' " + std::string(content::code(GetParam())) + " 2>&1";
        EXPECT_EQ(std::system(command.c_str()), 0);
    }
    std::filesystem::path folder_;
};

TEST_P(CheckedByOthers, every_status_late_superseded_misfit_and_unopened) {
    auto input = test::sample_input({received("al", 1),
                                     received("al", 9, {.yes = false, .number = "-0.5", .comment = "-- and \"so\"\n\n=1+1"}),
                                     received("fr", 7, {.dissemination = content::Dissemination::public_}, test::deadline_end),
                                     received("be", 8, {.choice = "army"}), received("xk", 10)});
    input.unopened.push_back({test::entry("pt", 11), "a signature that does not verify", {}});
    check(compile(std::move(input)));
    auto as_other = test::sample_input({received("al", 1)});
    as_other.reader_is_requester = false;
    as_other.reader = "fr";
    check(compile(std::move(as_other)));
}

TEST_P(CheckedByOthers, large_answers_with_line_ends_quotes_and_formulas) {
    std::string text;
    while (text.size() < 200'000) text += "A line; with \"quotes\", commas,\nand ends of lines.\n\n";
    check(
        compile(test::sample_input({received("al", 1, {.text = text}), received("at", 2, {.text = "=" + text, .comment = "\n@x"}),
                                    received("fr", 3, {.text = "＝1", .comment = "é, ü; 中文"})})));
    check(compile(test::hostile_input("=HYPERLINK(\"http://example.org\")")));
}

INSTANTIATE_TEST_SUITE_P(in, CheckedByOthers, testing::Values(Language::en, Language::fr),
                         [](const auto& language) { return std::string(content::code(language.param)); });

}  // namespace
}  // namespace clients::compilation
