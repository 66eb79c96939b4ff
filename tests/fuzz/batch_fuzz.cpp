// Batches, as a member may submit them.
#include "protocol/wire.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = fuzz::bytes(data, size);
    if (const auto batch = protocol::wire::parse_batch(input))
        fuzz::require(std::ranges::equal(protocol::wire::encode_batch(*batch), input));
    return 0;
}
