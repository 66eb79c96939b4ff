// The catalogue's message for each error code of each layer. A value without one does not compile, or fails a test.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <system_error>

#include "clients/core/messages/messages.hpp"

namespace clients::cli {

// Nothing for codes of other categories (the system's). The messages of `home` take the folder as their argument.
std::optional<Msg> message_for(std::error_code code);

// What was thrown, in words: the disk, the store, the system. Their own words follow in brackets, whatever the language.
std::string words_for(Language language, const std::exception& thrown);

// The code that a stored verdict names (clients/core/session): "bad-signature" or "content:12".
std::optional<std::error_code> code_of_fault(const std::string& fault);

}  // namespace clients::cli
