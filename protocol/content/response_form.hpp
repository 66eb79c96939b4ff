// The file in which a person answers a request with an editor.
#pragma once

#include <string>
#include <string_view>

#include "protocol/content/language.hpp"
#include "protocol/content/request.hpp"

namespace protocol::content {

// A response text with header lines filled in, each question repeated in comment lines (`> `), what may be answered
// explained in `form_language`, and an empty number to write behind. As it stands it is refused: each number is
// unanswered. `number` names the request, as in NFP/2026/014. The request may be hostile: none of its characters can end
// a comment or act on a terminal.
std::string blank_response_form(const Request& request, std::string_view number, Language form_language);

}  // namespace protocol::content
