// What is said at home/unlocked. Internal to home.
#pragma once

#include <string_view>

namespace clients::holder {

inline constexpr const char* socket_name = "unlocked";

// Requests. Another version's nfp says something else, and gets no answer.
inline constexpr std::string_view give_key = "nfp 1 key";    // answer: the PassphraseKey
inline constexpr std::string_view give_time = "nfp 1 time";  // answer: seconds left, 8 bytes, big-endian
inline constexpr std::string_view end = "nfp 1 end";         // answer: `ended`, when the key is wiped
inline constexpr std::string_view ended = "ended";

}  // namespace clients::holder
