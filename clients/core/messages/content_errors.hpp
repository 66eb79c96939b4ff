// Broken rules of what people write, said in the reader's language.
#pragma once

#include <string>
#include <string_view>

#include "clients/core/messages/messages.hpp"
#include "protocol/content/errc.hpp"
#include "protocol/content/response.hpp"

namespace clients {

// The catalogue's line for a rule; it takes the rule's detail as its only argument, if any.
Msg message_for(protocol::content::errc rule) noexcept;

// "the language must be en or fr, not “de”"
std::string describe(Language language, protocol::content::errc rule, std::string_view detail);

// "line 2: the language must be en or fr, not “de”"
std::string describe(Language language, const protocol::content::TextError& error);

// "answer 3: “army” is not among the choices of the question; ..."
std::string describe(Language language, const protocol::content::AnswerFault& fault);

}  // namespace clients
