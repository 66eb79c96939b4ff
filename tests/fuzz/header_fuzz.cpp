// Header lines: the accepted form is the only one, and a claim survives being written again.
#include "protocol/claims.hpp"
#include "protocol/kinds.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto line = fuzz::text(data, size);
    const auto header = protocol::parse_header(line);
    if (!header) return 0;
    fuzz::require(protocol::header_line(*header) == line);
    (void)protocol::bind_of(*header);
    (void)protocol::check_shape(*header);
    const auto* rule = protocol::find_kind(header->kind);
    if (!rule || !rule->governing) return 0;
    if (const auto claim = protocol::parse_claim(*header)) fuzz::require(protocol::claim_json(*claim) == header->claim);
    return 0;
}
