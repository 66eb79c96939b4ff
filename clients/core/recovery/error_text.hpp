// Refused words and parts, said in the reader's language.
#pragma once

#include <string>

#include "clients/core/messages/messages.hpp"
#include "crypto/recovery/errc.hpp"

namespace clients::recovery {

// "word 7 is not in the list of words; compare it with the sheet". Never repeats what was typed.
std::string describe(Language language, const crypto::recovery::WordsError& error);

// "a part with this number was given already; give another one"
std::string describe(Language language, crypto::recovery::errc rule);

}  // namespace clients::recovery
