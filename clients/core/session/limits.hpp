// Bounds of a session, with unit and reason.
#pragma once

#include <cstddef>
#include <cstdint>

namespace clients::limits {

// of one draft in one submission: more, and a circle is rotated without end
inline constexpr unsigned reseals_max = 4;
inline constexpr std::size_t chores_max = 256;          // done unasked after one sync: all circles of the largest network, twice
// between two clients that could do the same: one round trip, with a margin
inline constexpr std::int64_t turn_s = 2;
inline constexpr std::int64_t turn_s_max = 60;          // nobody waits longer, however many come first
// for somebody who holds the present secret, before an epoch is made that cannot hand on the past; they hand it on when they
// are back
inline constexpr std::int64_t absence_patience_s = 86'400;
inline constexpr int ending_days_max = 60;              // a term that ends is told from here on,
inline constexpr int ending_soon_days_max = 30;         // as urgent from here,
inline constexpr int ending_now_days_max = 7;           // and as most urgent from here
inline constexpr std::int64_t retention_year_s = 366 * 86'400;   // so that no leap year cuts one short
inline constexpr std::int64_t retention_notice_s = ending_days_max * 86'400LL;   // before a new one destroys anything

}  // namespace clients::limits
