// Text for pages made of HTML or XML.
#pragma once

#include <string>
#include <string_view>

namespace clients::layout {

// Text of any origin as text or as a quoted attribute value: no character of it is markup, or hides or reorders.
std::string escaped(std::string_view foreign);

}  // namespace clients::layout
