#include <gmock/gmock.h>

#include <algorithm>
#include <stdexcept>

#include "clients/core/compilation/report.hpp"
#include "samples.hpp"

namespace clients::compilation {
namespace {

using test::received;
using test::sample_input;

using Record = std::vector<std::string>;

// RFC 4180, strictly: what this does not understand is a failure.
std::vector<Record> parse_csv(std::string_view text) {
    EXPECT_TRUE(text.starts_with("\xEF\xBB\xBF"));
    text.remove_prefix(3);
    std::vector<Record> records(1);
    std::string value;
    while (!text.empty()) {
        value.clear();
        if (text.starts_with('"')) {
            text.remove_prefix(1);
            while (true) {
                const std::size_t end = text.find('"');
                if (end == std::string_view::npos) throw std::logic_error("open quote");
                value += text.substr(0, end);
                text.remove_prefix(end + 1);
                if (!text.starts_with('"')) break;
                value += '"';
                text.remove_prefix(1);
            }
        } else {
            const std::size_t end = text.find_first_of(",\r\n\"");
            value = text.substr(0, end);
            text.remove_prefix(end);
        }
        records.back().push_back(value);
        if (text.starts_with(',')) {
            text.remove_prefix(1);
        } else if (text.starts_with("\r\n")) {
            text.remove_prefix(2);
            records.emplace_back();
        } else {
            throw std::logic_error("neither a comma nor the end of a record");
        }
    }
    records.pop_back();
    return records;
}

std::string field(const std::vector<Record>& records, std::size_t row, std::string_view column) {
    const auto found = std::ranges::find(records[0], column);
    return records.at(row).at(static_cast<std::size_t>(found - records[0].begin()));
}

TEST(CsvReport, has_a_line_for_each_state_and_question) {
    const auto records = parse_csv(csv_report(
        compile(sample_input({received("al", 1, {.number = "-5", .text = "He said \"no\",\nthen left; twice"}),
                              received("fr", 7, {}, test::deadline_end)})),
        {}));
    ASSERT_EQ(records.size(), 1U + 6 * 5);
    for (const Record& record : records) EXPECT_EQ(record.size(), records[0].size());
    EXPECT_EQ(field(records, 1, "request"), "NFP/2026/014");
    EXPECT_EQ(field(records, 1, "state"), "al");
    EXPECT_EQ(field(records, 1, "status"), "answered");
    EXPECT_EQ(field(records, 1, "answer"), "yes");
    EXPECT_EQ(field(records, 2, "status"), "silent");
    EXPECT_EQ(field(records, 2, "answer"), "");
    EXPECT_EQ(field(records, 4, "late"), "late");
    EXPECT_EQ(field(records, 4, "registered"), "2026-12-18T23:00:00Z");
    EXPECT_EQ(field(records, 7, "answer"), "-5");  // a number, plain
    EXPECT_EQ(field(records, 19, "answer"), "He said \"no\",\nthen left; twice");
}

TEST(CsvReport, nothing_is_a_formula) {
    for (const char* foreign : {"=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\xC2\xA0=1",
                                "＝1", "＋1", "－1", "＠1"}) {
        const auto records = parse_csv(csv_report(compile(test::hostile_input(foreign)), {}));
        unsigned prefixed = 0;
        for (const Record& record : records) {
            for (const std::string& value : record) {
                const bool is_formula = value.find_first_of("=+-@\t\r") == 0 || value.starts_with("＝") ||
                                        value.starts_with("＋") || value.starts_with("－") || value.starts_with("＠") ||
                                        value.starts_with(' ') || value.starts_with("\xC2\xA0");
                EXPECT_FALSE(is_formula) << value;
                if (value.starts_with('\'')) ++prefixed;
            }
        }
        EXPECT_GT(prefixed, 10U) << foreign;
    }
}

TEST(CsvReport, controls_do_not_reach_the_spreadsheet) {
    const std::string csv = csv_report(compile(test::hostile_input("a\x1b[2J\xE2\x80\xAEz")), {});
    EXPECT_EQ(csv.find('\x1b'), std::string::npos);
    EXPECT_EQ(csv.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(CsvReport, names_follow_the_language_and_codes_do_not) {
    ReportOptions options;
    options.language = Language::fr;
    const auto records = parse_csv(csv_report(compile(sample_input({received("al", 1)})), options));
    EXPECT_EQ(field(records, 1, "state_name"), "Albanie");
    EXPECT_EQ(field(records, 1, "answer"), "oui");
    EXPECT_EQ(field(records, 2, "status"), "silent");
}

}  // namespace
}  // namespace clients::compilation
