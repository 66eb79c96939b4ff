// One part of a split recovery key, and its words.
#pragma once

#include "crypto/recovery/words.hpp"

namespace crypto::recovery {

// How many of how many parts open: 2 <= needed <= total <= shares_max.
class Threshold {
public:
    // Errors: invalid_threshold.
    static std::expected<Threshold, std::error_code> of(std::size_t needed, std::size_t total);

    std::size_t needed() const noexcept { return needed_; }
    std::size_t total() const noexcept { return total_; }
    bool operator==(const Threshold&) const = default;

private:
    Threshold(std::size_t needed, std::size_t total) noexcept : needed_(needed), total_(total) {}
    std::size_t needed_, total_;
};

// Random, one for each split: parts of two splits of the same key do not go together.
using SetId = std::array<std::uint8_t, 6>;

// Which part it is. Public: it stands on the sheet in figures.
struct ShareLabel {
    Threshold threshold;
    SetId set;
    std::size_t number;  // 1 to threshold.total()

    bool same_set(const ShareLabel& other) const noexcept { return threshold == other.threshold && set == other.set; }
    bool operator==(const ShareLabel&) const = default;
};

using ShareData = Secret<64, struct ShareDataTag>;  // of the secret and of its SHA-256

struct Share {
    ShareLabel label;
    ShareData data;
};

// Label, data and a checksum of both, 77 bytes (docs/protocol.md, "Recovery keys").
inline constexpr std::size_t share_words_count = 56;
Words words_of(const Share& share);
// Errors: those of Words::parse, wrong_checksum, malformed_share.
[[nodiscard]] std::expected<Share, WordsError> parse_share(std::string_view typed);

}  // namespace crypto::recovery
