// The plaintext of a sealed row: fields one after the other, texts with their length before them. Internal to the store.
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/secret.hpp"

namespace clients {

class RowWriter {
public:
    RowWriter& integer(std::uint64_t value);   // 8 bytes, big-endian
    RowWriter& bytes(crypto::ByteView value);  // its length as integer(), then itself
    crypto::SecretBytes take() { return std::move(out_); }

private:
    crypto::SecretBytes out_;
};

// Reads what RowWriter wrote. A row comes out of a box, so it is ours; one that does not fit is of another version or a bug,
// and throws std::runtime_error.
class RowReader {
public:
    explicit RowReader(crypto::ByteView row) : rest_(row) {}
    std::uint64_t integer();
    crypto::ByteView bytes();
    void end() const;  // throws when something is left

private:
    crypto::ByteView rest_;
};

}  // namespace clients
