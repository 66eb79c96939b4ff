// Pages of deliveries, as a hostile gateway may send them.
#include "protocol/wire.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = fuzz::bytes(data, size);
    if (const auto page = protocol::wire::parse_page(input))
        fuzz::require(std::ranges::equal(protocol::wire::encode_page(*page), input));
    return 0;
}
