#include "protocol/content/calendar.hpp"

#include <gtest/gtest.h>

namespace protocol::content {
namespace {

using namespace std::chrono_literals;

TEST(Calendar, reads_and_writes_days) {
    EXPECT_EQ(parse_date("2026-12-18"), Date(2026y / 12 / 18));
    EXPECT_EQ(parse_date("2028-02-29"), Date(2028y / 2 / 29));
    EXPECT_EQ(format_date(2026y / 3 / 1), "2026-03-01");
    EXPECT_EQ(format_date(*parse_date("0987-01-02")), "0987-01-02");
}

TEST(Calendar, refuses_days_that_do_not_exist) {
    for (const char* text : {"2026-02-30", "2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10",
                             "2026-01-00", "2026-01-32", "0000-01-01"}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

TEST(Calendar, refuses_other_forms) {
    for (const char* text : {"", "2026-1-1", "26-01-01", "2026/01/01", "2026-01-01 ", " 2026-01-01", "2026-01-01T00",
                             "+026-01-01", "2026-+1-01", "2026-01-0x", "18-12-2026", "20261218", "２026-01-01"}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

TEST(Calendar, a_day_ends_at_midnight_in_strasbourg) {
    // Winter: UTC+1. Summer: UTC+2. Computed with `date -u -d 'TZ="Europe/Paris" ...' +%s`.
    EXPECT_EQ(end_of_day_in_strasbourg(2026y / 12 / 18), 1797634800);  // 2026-12-18T23:00:00Z
    EXPECT_EQ(end_of_day_in_strasbourg(2026y / 7 / 1), 1782943200);    // 2026-07-01T22:00:00Z
}

TEST(Calendar, a_day_ends_right_across_changes_of_the_clock) {
    // Clocks go forward on 29 March 2026 and back on 25 October 2026: those days have 23 and 25 hours.
    const auto hours = [](Date day, Date before) {
        return (end_of_day_in_strasbourg(day) - end_of_day_in_strasbourg(before)) / 3600;
    };
    EXPECT_EQ(hours(2026y / 3 / 28, 2026y / 3 / 27), 24);
    EXPECT_EQ(hours(2026y / 3 / 29, 2026y / 3 / 28), 23);
    EXPECT_EQ(hours(2026y / 10 / 25, 2026y / 10 / 24), 25);
    EXPECT_EQ(hours(2026y / 10 / 26, 2026y / 10 / 25), 24);
    EXPECT_EQ(end_of_day_in_strasbourg(2026y / 3 / 28), 1774738800);  // 2026-03-28T23:00:00Z
    EXPECT_EQ(end_of_day_in_strasbourg(2026y / 3 / 29), 1774821600);  // 2026-03-29T22:00:00Z
}

TEST(Calendar, a_day_ends_right_at_the_end_of_a_year_and_in_february) {
    EXPECT_EQ(format_utc(end_of_day_in_strasbourg(2026y / 12 / 31)), "2026-12-31T23:00:00Z");
    EXPECT_EQ(format_utc(end_of_day_in_strasbourg(2028y / 2 / 29)), "2028-02-29T23:00:00Z");
}

TEST(Calendar, shows_the_time_of_strasbourg) {
    EXPECT_EQ(format_in_strasbourg(1797634799), "2026-12-18 23:59 CET");
    EXPECT_EQ(format_in_strasbourg(1782943200), "2026-07-02 00:00 CEST");
    EXPECT_EQ(format_utc(0), "1970-01-01T00:00:00Z");
}

}  // namespace
}  // namespace protocol::content
