// What a sheet says besides its words, without how it looks.
#pragma once

#include <string>
#include <vector>

#include "clients/core/messages/messages.hpp"
#include "clients/core/recovery/sheet.hpp"
#include "crypto/secret.hpp"

namespace clients::recovery {

// All of it is visible text: nothing foreign in it can drive a terminal.
std::string title(const Sheet& sheet, Language language);
std::vector<std::string> facts(const Sheet& sheet, Language language);         // one line each
std::vector<std::string> instructions(const Sheet& sheet, Language language);  // one paragraph each

inline Language other(Language language) noexcept { return language == Language::en ? Language::fr : Language::en; }

inline void append(crypto::SecretBytes& page, std::string_view text) { page.insert(page.end(), text.begin(), text.end()); }

}  // namespace clients::recovery
