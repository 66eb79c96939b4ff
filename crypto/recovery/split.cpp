#include "crypto/recovery/split.hpp"

#include <botan/exceptn.h>
#include <botan/system_rng.h>
#include <botan/tss.h>

#include <algorithm>
#include <cassert>
#include <stdexcept>

#include "crypto/random.hpp"

namespace crypto::recovery {
namespace {

// draft-mcgrew-tss-03, 4: identifier, hash, threshold, length of what follows; then number and data.
constexpr std::size_t identifier_bytes = 16;
constexpr std::uint8_t hash_is_sha256 = 2;
constexpr std::size_t header_bytes = identifier_bytes + 1 + 1 + 2;
constexpr std::size_t share_data_at = header_bytes + 1;

SecretBytes header_of(const ShareLabel& label) {
    SecretBytes header(label.set.begin(), label.set.end());
    header.resize(identifier_bytes);
    header.push_back(hash_is_sha256);
    header.push_back(static_cast<std::uint8_t>(label.threshold.needed()));
    header.push_back(0);
    header.push_back(1 + ShareData::bytes_count);
    return header;
}

Botan::RTSS_Share to_botan(const Share& share) {
    SecretBytes bytes = header_of(share.label);
    bytes.push_back(static_cast<std::uint8_t>(share.label.number));
    bytes.insert(bytes.end(), share.data.expose().begin(), share.data.expose().end());
    return Botan::RTSS_Share(bytes.data(), bytes.size());
}

// A library that writes another form than to_botan() reads would make sheets that open nothing.
Share from_botan(const Botan::RTSS_Share& made, Threshold threshold, const SetId& set) {
    const ShareLabel label{threshold, set, made.share_id()};
    const ByteView bytes(made.data().data(), made.data().size());
    if (bytes.size() != share_data_at + ShareData::bytes_count ||
        !std::ranges::equal(bytes.first(header_bytes), header_of(label))) {
        throw std::logic_error("Botan splits in another form than expected");
    }
    return {label, ShareData(bytes.subspan<share_data_at, ShareData::bytes_count>())};
}

}  // namespace

std::vector<Share> split(const RecoverySecret& secret, Threshold threshold) {
    const auto set = random_array<std::tuple_size_v<SetId>>();
    Botan::System_RNG rng;  // the operating system's, as libsodium's is: no generator of Botan's own
    const auto made = Botan::RTSS_Share::split(
        static_cast<std::uint8_t>(threshold.needed()), static_cast<std::uint8_t>(threshold.total()), secret.expose().data(),
        RecoverySecret::bytes_count, std::vector<std::uint8_t>(set.begin(), set.end()), "SHA-256", rng);
    std::vector<Share> shares;
    shares.reserve(made.size());
    for (const Botan::RTSS_Share& one : made) shares.push_back(from_botan(one, threshold, set));
    return shares;
}

std::error_code ShareSet::add(Share share) {
    if (!share.label.same_set(shares_.front().label)) return errc::mixed_sets;
    const auto same_number = [&](const Share& other) { return other.label.number == share.label.number; };
    if (std::ranges::any_of(shares_, same_number)) return errc::duplicate_share;
    shares_.push_back(std::move(share));
    return {};
}

std::size_t ShareSet::missing() const noexcept {
    const std::size_t needed = threshold().needed();
    return shares_.size() < needed ? needed - shares_.size() : 0;
}

std::expected<RecoverySecret, std::error_code> ShareSet::combine() const {
    if (missing() > 0) return std::unexpected(make_error_code(errc::too_few_shares));
    std::vector<Botan::RTSS_Share> parts;
    parts.reserve(shares_.size());
    for (const Share& share : shares_) parts.push_back(to_botan(share));
    try {
        const auto secret = Botan::RTSS_Share::reconstruct(parts);  // compares the hash that the parts carry
        assert(secret.size() == RecoverySecret::bytes_count);
        return RecoverySecret(ByteView(secret.data(), secret.size()).first<RecoverySecret::bytes_count>());
    } catch (const Botan::Decoding_Error&) {
        return std::unexpected(make_error_code(errc::inconsistent_shares));
    }
}

}  // namespace crypto::recovery
