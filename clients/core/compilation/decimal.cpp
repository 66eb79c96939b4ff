#include "clients/core/compilation/decimal.hpp"

#include <algorithm>

#include "protocol/content/limits.hpp"

namespace clients::compilation {
namespace {

constexpr unsigned places = protocol::content::fraction_digits_max + 1;

}  // namespace

Decimal::Decimal(const protocol::content::Number& number) {
    unsigned fraction = 0;
    bool after_point = false;
    for (const char c : number.text) {
        if (c == '.') {
            after_point = true;
        } else if (c != '-') {
            units_ = units_ * 10 + (c - '0');
            fraction += after_point ? 1 : 0;
        }
    }
    for (; fraction < places; ++fraction) units_ *= 10;
    if (number.text.starts_with('-')) units_ = -units_;
}

Decimal Decimal::half() const noexcept {
    Decimal result;
    result.units_ = units_ / 2;
    return result;
}

std::string Decimal::text() const {
    Units rest = units_ < 0 ? -units_ : units_;
    std::string digits;  // backwards
    for (unsigned place = 0; place < places || rest != 0 || place == places; ++place) {
        if (place == places && !digits.empty()) digits.push_back('.');
        const bool trailing_zero = place < places && digits.empty() && rest % 10 == 0;
        if (!trailing_zero) digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
        rest /= 10;
    }
    if (units_ < 0) digits.push_back('-');
    std::ranges::reverse(digits);
    return digits;
}

}  // namespace clients::compilation
