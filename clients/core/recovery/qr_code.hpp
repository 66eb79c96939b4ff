// A QR code (ISO/IEC 18004) of the words of a sheet. As secret as these.
#pragma once

#include "crypto/recovery/words.hpp"
#include "crypto/secret.hpp"

namespace clients::recovery {

class QrCode {
public:
    // Of the compact words, in alphanumeric mode; a seventh of the code may be damaged (level M). libqrencode's own copies of the
    // text are freed and not wiped: a program that draws a sheet should end soon after.
    explicit QrCode(const crypto::recovery::Words& words);

    std::size_t side() const noexcept { return side_; }  // modules, without the light margin
    // Every place may be asked for; outside it is light.
    bool dark(std::ptrdiff_t column, std::ptrdiff_t row) const noexcept;

private:
    std::size_t side_ = 0;
    crypto::SecretBytes modules_;  // row by row; 1: dark
};

inline constexpr std::ptrdiff_t qr_margin = 4;  // modules of light around the code: ISO/IEC 18004, "quiet zone"

}  // namespace clients::recovery
