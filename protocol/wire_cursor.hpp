// The pieces that batches, pages and bundles are made of: lines, and bytes whose length stands before them.
#pragma once

#include <optional>
#include <string_view>

#include "crypto/bytes.hpp"

namespace protocol::wire {

// Takes pieces off the front of a message; nothing beyond its end is ever read. What it gives lies in the message.
class Cursor {
public:
    explicit Cursor(crypto::ByteView bytes) : rest_(bytes) {}

    bool at_end() const { return rest_.empty(); }
    // Up to the next LF, which is taken and not given; nothing when there is none within `bytes_max`.
    std::optional<std::string_view> line(std::size_t bytes_max);
    std::optional<crypto::ByteView> bytes(std::size_t count);
    // What append_sized() wrote.
    std::optional<crypto::ByteView> sized();

private:
    crypto::ByteView rest_;
};

// The length in decimal, LF, the bytes.
void append_sized(crypto::Bytes& out, crypto::ByteView bytes);

}  // namespace protocol::wire
