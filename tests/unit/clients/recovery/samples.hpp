// Sheets for the tests.
#pragma once

#include "clients/core/recovery/sheet.hpp"
#include "crypto/random.hpp"

namespace clients::recovery::test {

inline const Heading heading{
    "Focal Points on Migration", "Estonia (ee)", {std::chrono::year(2026), std::chrono::November, std::chrono::day(22)}};

inline Sheet whole() { return whole_sheet(heading, crypto::random_secret<crypto::recovery::RecoverySecret>()); }
inline std::vector<Sheet> parts(std::size_t needed, std::size_t total) {
    return part_sheets(heading, crypto::random_secret<crypto::recovery::RecoverySecret>(),
                       crypto::recovery::Threshold::of(needed, total).value());
}

inline std::string text(const crypto::SecretBytes& bytes) { return std::string(crypto::as_text(bytes)); }

}  // namespace clients::recovery::test
