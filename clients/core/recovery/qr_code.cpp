#include "clients/core/recovery/qr_code.hpp"

#include <qrencode.h>

#include <memory>
#include <new>
#include <span>

namespace clients::recovery {
namespace {

using Input = std::unique_ptr<QRinput, decltype([](QRinput* input) { QRinput_free(input); })>;
using Code = std::unique_ptr<QRcode, decltype([](QRcode* code) { QRcode_free(code); })>;

// The version is the smallest that fits. The only error of a text as short as a sheet's is a lack of memory.
Code encode(const crypto::SecretBytes& text) {
    const Input input(QRinput_new2(0, QR_ECLEVEL_M));
    const auto bytes = static_cast<int>(text.size());
    if (!input || QRinput_append(input.get(), QR_MODE_AN, bytes, text.data()) != 0) throw std::bad_alloc();
    Code code(QRcode_encodeInput(input.get()));
    if (!code) throw std::bad_alloc();
    return code;
}

}  // namespace

QrCode::QrCode(const crypto::recovery::Words& words) {
    const Code code = encode(words.compact());
    side_ = static_cast<std::size_t>(code->width);
    const std::span made(code->data, side_ * side_);
    modules_.reserve(made.size());
    for (const unsigned char module : made) modules_.push_back(module & 1);  // the lowest bit is the colour
    crypto::wipe(made);
}

bool QrCode::dark(std::ptrdiff_t column, std::ptrdiff_t row) const noexcept {
    const auto side = static_cast<std::ptrdiff_t>(side_);
    if (column < 0 || row < 0 || column >= side || row >= side) return false;
    return modules_[static_cast<std::size_t>(row * side + column)] != 0;
}

}  // namespace clients::recovery
