#include "clients/core/recovery/sheet.hpp"

#include "crypto/recovery/split.hpp"

namespace clients::recovery {
namespace {

crypto::recovery::Fingerprint number_of(const crypto::recovery::RecoverySecret& secret) {
    return fingerprint(derive_key(secret).public_key());
}

}  // namespace

Sheet whole_sheet(const Heading& heading, const crypto::recovery::RecoverySecret& secret) {
    return {heading, number_of(secret), words_of(secret), std::nullopt};
}

std::vector<Sheet> part_sheets(const Heading& heading, const crypto::recovery::RecoverySecret& secret,
                               crypto::recovery::Threshold threshold) {
    const auto number = number_of(secret);
    std::vector<Sheet> sheets;
    for (const auto& share : split(secret, threshold)) sheets.push_back({heading, number, words_of(share), share.label});
    return sheets;
}

}  // namespace clients::recovery
