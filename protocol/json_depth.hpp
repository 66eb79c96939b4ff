// How deep JSON text nests, found without parsing it: nlohmann/json parses any depth and then recurses over it.
#pragma once

#include <cstddef>
#include <string_view>

namespace protocol {

// True when brackets outside strings nest at most `depth_max` deep and none closes before it opened. Escapes in strings are
// respected. Every text from outside passes here before it is parsed.
bool is_shallow_json(std::string_view text, std::size_t depth_max) noexcept;

}  // namespace protocol
