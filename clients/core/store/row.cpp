#include "clients/core/store/row.hpp"

#include "clients/core/store/errc.hpp"

namespace clients {
namespace {

[[noreturn]] void unknown_form() {
    throw StoreError(store_errc::newer_version, "a row has a form that this version does not know");
}

}  // namespace

RowWriter& RowWriter::integer(std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) out_.push_back(static_cast<std::uint8_t>(value >> shift));
    return *this;
}

RowWriter& RowWriter::bytes(crypto::ByteView value) {
    integer(value.size());
    out_.insert(out_.end(), value.begin(), value.end());
    return *this;
}

std::uint64_t RowReader::integer() {
    if (rest_.size() < 8) unknown_form();
    std::uint64_t value = 0;
    for (const std::uint8_t byte : rest_.first(8)) value = value << 8 | byte;
    rest_ = rest_.subspan(8);
    return value;
}

crypto::ByteView RowReader::bytes() {
    const std::uint64_t size = integer();
    if (size > rest_.size()) unknown_form();
    const auto value = rest_.first(static_cast<std::size_t>(size));
    rest_ = rest_.subspan(static_cast<std::size_t>(size));
    return value;
}

void RowReader::end() const {
    if (!rest_.empty()) unknown_form();
}

}  // namespace clients
