// What `nfp carry in` reads from a stick that anybody may have had in hand.
#include <algorithm>

#include "protocol/bundle/bundle.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = fuzz::bytes(data, size);
    if (const auto bundle = protocol::wire::parse_bundle(input))
        fuzz::require(std::ranges::equal(protocol::wire::encode_bundle(*bundle), input));
    return 0;
}
