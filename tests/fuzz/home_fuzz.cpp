// A home folder that somebody else had in hand.
#include "clients/core/home/home_file.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text(data, size);
    const auto file = clients::parse_home_file(text);
    if (!file) return 0;
    fuzz::require(clients::is_allowed(file->cost));
    fuzz::require(clients::home_file_text(*file) == text);
    return 0;
}
