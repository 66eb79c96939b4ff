#include "protocol/content/calendar.hpp"

#include <date/tz.h>
#include <fmt/format.h>

namespace protocol::content {
namespace {

// The zone of the tz database that holds Strasbourg.
const date::time_zone& strasbourg() {
    static const date::time_zone& zone = *date::locate_zone("Europe/Paris");
    return zone;
}

std::optional<unsigned> parse_digits(std::string_view text) noexcept {
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) noexcept {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = parse_digits(text.substr(0, 4));
    const auto month = parse_digits(text.substr(5, 2));
    const auto day = parse_digits(text.substr(8, 2));
    if (!year || !month || !day || *year == 0) return std::nullopt;
    const Date date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month}, std::chrono::day{*day}};
    if (!date.ok()) return std::nullopt;
    return date;
}

std::string format_date(Date date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

std::int64_t end_of_day_in_strasbourg(Date day) {
    const std::chrono::sys_days next = std::chrono::sys_days{day} + std::chrono::days{1};
    const date::local_days midnight{next.time_since_epoch()};
    // Clocks change at 2 or 3 in the morning there: midnight exists once. `earliest` only decides for old history.
    const auto instant = strasbourg().to_sys(date::local_seconds{midnight}, date::choose::earliest);
    return instant.time_since_epoch().count();
}

std::string format_in_strasbourg(std::int64_t unix_seconds) {
    const date::zoned_seconds time{&strasbourg(), date::sys_seconds{std::chrono::seconds{unix_seconds}}};
    return date::format("%F %H:%M %Z", time);
}

std::string format_utc(std::int64_t unix_seconds) {
    return date::format("%FT%TZ", date::sys_seconds{std::chrono::seconds{unix_seconds}});
}

}  // namespace protocol::content
