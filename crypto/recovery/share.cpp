#include "crypto/recovery/share.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

#include "crypto/recovery/limits.hpp"
#include "crypto/sha256.hpp"

namespace crypto::recovery {
namespace {

// Where what stands: 4 bits each of needed - 1, total - 1, number - 1 and zeros, then set, data, checksum.
constexpr std::size_t set_at = 2;
constexpr std::size_t data_at = set_at + std::tuple_size_v<SetId>;
constexpr std::size_t checksum_at = data_at + ShareData::bytes_count;
constexpr std::size_t checksum_bytes = 5;
static_assert((checksum_at + checksum_bytes) * 8 == share_words_count * bits_per_word);
static_assert(shares_max == 16);  // four bits

std::uint8_t two_numbers(std::size_t high, std::size_t low) noexcept {
    return static_cast<std::uint8_t>((high - 1) << 4 | (low - 1));
}

std::array<std::uint8_t, checksum_bytes> checksum(ByteView label_and_data) {
    const Digest digest = Sha256().update("nfp-recovery-share-v1\n").update(label_and_data).finish();
    std::array<std::uint8_t, checksum_bytes> first;
    std::copy_n(digest.begin(), first.size(), first.begin());
    return first;
}

// Nothing when no split makes such a part.
std::optional<ShareLabel> parse_label(ByteView bytes) {
    const auto threshold = Threshold::of((bytes[0] >> 4) + 1u, (bytes[0] & 15u) + 1u);
    if (!threshold) return std::nullopt;
    ShareLabel label{*threshold, {}, (bytes[1] >> 4) + 1u};
    if (label.number > threshold->total() || (bytes[1] & 15u) != 0) return std::nullopt;
    std::copy_n(bytes.begin() + set_at, label.set.size(), label.set.begin());
    return label;
}

}  // namespace

std::expected<Threshold, std::error_code> Threshold::of(std::size_t needed, std::size_t total) {
    if (needed < shares_needed_min || needed > total || total > shares_max) {
        return std::unexpected(make_error_code(errc::invalid_threshold));
    }
    return Threshold(needed, total);
}

Words words_of(const Share& share) {
    const auto& [threshold, set, number] = share.label;
    assert(number >= 1 && number <= threshold.total());
    SecretBytes bytes;
    bytes.reserve(checksum_at + checksum_bytes);
    bytes.push_back(two_numbers(threshold.needed(), threshold.total()));
    bytes.push_back(two_numbers(number, 1));
    bytes.insert(bytes.end(), set.begin(), set.end());
    bytes.insert(bytes.end(), share.data.expose().begin(), share.data.expose().end());
    const auto check = checksum(bytes);
    bytes.insert(bytes.end(), check.begin(), check.end());
    return Words(bytes);
}

std::expected<Share, WordsError> parse_share(std::string_view typed) {
    const auto words = Words::parse(typed, share_words_count);
    if (!words) return std::unexpected(words.error());
    const SecretBytes bytes = words->bytes();
    const std::span content = std::span(bytes).first<checksum_at>();
    if (!std::ranges::equal(checksum(content), std::span(bytes).subspan<checksum_at>())) {
        return std::unexpected(WordsError{errc::wrong_checksum});
    }
    const auto label = parse_label(content);
    if (!label) return std::unexpected(WordsError{errc::malformed_share});
    return Share{*label, ShareData(content.subspan<data_at>())};
}

}  // namespace crypto::recovery
