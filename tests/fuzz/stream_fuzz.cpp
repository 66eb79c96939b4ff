// What travels over a stream, from either end.
#include "protocol/stream_wire.hpp"

#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace protocol::wire;
    const auto input = fuzz::bytes(data, size);
    if (const auto submission = parse_submission(input)) fuzz::require(std::ranges::equal(encode_submission(*submission), input));
    (void)parse_stream_message(input);
    if (const auto answer = parse_answer(input)) {
        const auto again = parse_answer(encode_answer(*answer));
        fuzz::require(again && again->sequence == answer->sequence && again->result.has_value() == answer->result.has_value());
    }
    return 0;
}
