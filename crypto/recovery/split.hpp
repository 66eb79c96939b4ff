// k of n: a recovery secret split into parts of which any k give it back and fewer say nothing about it (Shamir, in the form
// of draft-mcgrew-tss-03, by Botan).
#pragma once

#include "crypto/recovery/share.hpp"

namespace crypto::recovery {

// threshold.total() parts of a new set, numbered from 1.
std::vector<Share> split(const RecoverySecret& secret, Threshold threshold);

// Parts as they are brought together, one by one, all of one set and none twice.
class ShareSet {
public:
    explicit ShareSet(Share first) { shares_.push_back(std::move(first)); }

    // What is refused changes nothing. Errors: mixed_sets, duplicate_share.
    [[nodiscard]] std::error_code add(Share share);

    Threshold threshold() const noexcept { return shares_.front().label.threshold; }
    std::size_t missing() const noexcept;  // how many more are needed

    // Uses every part that is there: one beyond the threshold that does not fit is noticed too. Whether the secret is that of the
    // state's key in the register is for the caller to compare. Errors: too_few_shares, inconsistent_shares.
    [[nodiscard]] std::expected<RecoverySecret, std::error_code> combine() const;

private:
    std::vector<Share> shares_;  // at least one
};

}  // namespace crypto::recovery
