// Days, and when they end in Strasbourg. No clock here: times are arguments.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace protocol::content {

using Date = std::chrono::year_month_day;

// Exactly "YYYY-MM-DD" with ASCII digits and a day that exists; nothing otherwise.
std::optional<Date> parse_date(std::string_view text) noexcept;

// "YYYY-MM-DD". The date must be one that parse_date gives.
std::string format_date(Date date);

// Unix seconds of the first second after that day in Europe/Paris. What is registered at or after it is late.
// Throws std::runtime_error when the machine has no time zone data. Thread-safe.
std::int64_t end_of_day_in_strasbourg(Date date);

// "2026-12-18 14:05 CET", for people. Throws as above. Thread-safe.
std::string format_in_strasbourg(std::int64_t unix_seconds);

// "2026-12-18T13:05:00Z", for machines.
std::string format_utc(std::int64_t unix_seconds);

}  // namespace protocol::content
