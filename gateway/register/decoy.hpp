// What is looked at in the place of an entry that is not there.
#pragma once

#include <cstdint>

#include "protocol/names.hpp"

namespace gateway {

// An entry of the register, always the same for the id asked for: opened and judged in the absent one's stead, it takes the
// time that an entry of somebody else would take, so time does not tell the two apart. Requires size > 0.
inline std::uint64_t decoy_index(const protocol::EntryId& id, std::uint64_t size) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | id[i];
    return number % size;
}

}  // namespace gateway
