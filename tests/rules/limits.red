+ protocol/limits.hpp inline constexpr std::size_t body_bytes_max = 2;
+ gateway/a.cpp constexpr std::int64_t day_s = 86'400;
+ gateway/b.cpp constexpr std::string_view name = "x";
+ gateway/c.cpp constexpr std::size_t last_index(std::size_t count_max) { return count_max - 1; }
- protocol/a.cpp constexpr std::size_t body_bytes_max = 2;
- gateway/net/a.cpp static constexpr std::chrono::seconds idle_s{60};
- gateway/a.hpp inline constexpr unsigned retry_ms = 5;
- clients/core/a.cpp     constexpr std::size_t rows_count = 9;
- clients/cli/a.hpp inline constexpr std::size_t line_bytes = 9;
- protocol/content/a.cpp constexpr unsigned words_min{1};
