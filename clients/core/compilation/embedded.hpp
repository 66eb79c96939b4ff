// Files of the source tree that are compiled in. Written by CMake (embedded.cpp.in).
#pragma once

#include <string_view>

namespace clients::compilation {

extern const std::string_view member_states_json;  // config/member-states.json
extern const std::string_view style_css;           // style.css of the HTML report

}  // namespace clients::compilation
