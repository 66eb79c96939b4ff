// Exact decimal arithmetic for the figures of a compilation: 0.1 + 0.2 is 0.3, and a sum of large integers loses nothing.
#pragma once

#include <compare>
#include <string>

#include "protocol/content/number.hpp"

namespace clients::compilation {

// A decimal fraction with at most seven places. Sums of a million of the largest numbers that an answer can hold fit.
class Decimal {
public:
    Decimal() = default;
    explicit Decimal(const protocol::content::Number& number);

    Decimal& operator+=(const Decimal& other) noexcept {
        units_ += other.units_;
        return *this;
    }
    Decimal half() const noexcept;  // exact for what has at most six places

    std::string text() const;  // shortest: no trailing zeros after the point
    auto operator<=>(const Decimal&) const noexcept = default;

private:
    __extension__ using Units = __int128;  // of 10^-7: six places of an answer and one for a half
    Units units_ = 0;
};

}  // namespace clients::compilation
