// What every fuzz target is: one function over bytes that must neither crash nor break what it claims.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/random.hpp"

// The name that libFuzzer calls; tests/fuzz/replay.cpp calls it with each file of the corpus.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

inline const bool initialised = (crypto::initialise(), true);

// A property that does not hold is a finding like a crash, in builds without assert too.
inline void require(bool holds) {
    if (!holds) std::abort();
}

inline crypto::ByteView bytes(const std::uint8_t* data, std::size_t size) { return {data, size}; }
inline std::string_view text(const std::uint8_t* data, std::size_t size) { return crypto::as_text({data, size}); }

}  // namespace fuzz
