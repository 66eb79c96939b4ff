// Whole entries: what is taken apart is put together again byte by byte.
#include "protocol/entry.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using protocol::Delivered;
    const auto input = fuzz::bytes(data, size);
    for (const auto delivered : {Delivered::whole, Delivered::header_only}) {
        const auto entry = protocol::parse_entry(input, delivered);
        if (!entry) continue;
        const auto again = protocol::entry_bytes(*entry, delivered);
        fuzz::require(std::ranges::equal(again, input));
        fuzz::require(delivered == Delivered::whole || entry->body.empty());
    }
    return 0;
}
