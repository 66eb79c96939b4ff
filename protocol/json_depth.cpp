#include "protocol/json_depth.hpp"

namespace protocol {

bool is_shallow_json(std::string_view text, std::size_t depth_max) noexcept {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string && c == '\\') ++i;
        else if (c == '"') in_string = !in_string;
        else if (in_string) continue;
        else if (c == '{' || c == '[') ++depth;
        else if (c == '}' || c == ']') {
            if (depth == 0) return false;
            --depth;
        }
        if (depth > depth_max) return false;
    }
    return true;
}

}  // namespace protocol
