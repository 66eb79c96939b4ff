// Leaves, receipts and problem documents, as a hostile gateway may send them.
#include "protocol/problem.hpp"
#include "protocol/register_chain.hpp"
#include "protocol/wire.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text(data, size);
    if (const auto leaf = protocol::parse_leaf(text)) fuzz::require(protocol::leaf_line(*leaf) == text);
    if (const auto problem = protocol::parse_problem(text)) {
        const auto again = protocol::parse_problem(protocol::problem_json(*problem));
        fuzz::require(again && again->name == problem->name && again->status == problem->status);
    }
    if (const auto receipts = protocol::wire::parse_receipts(text)) {
        const auto again = protocol::wire::parse_receipts(protocol::wire::encode_receipts(*receipts));
        fuzz::require(again && *again == *receipts);
    }
    return 0;
}
