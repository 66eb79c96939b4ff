// The two languages of the network (working methods, 4.6).
#pragma once

#include <optional>
#include <string_view>

namespace protocol::content {

enum class Language { en, fr };

// "en" or "fr".
std::string_view code(Language language) noexcept;

// Exactly "en" or "fr"; anything else is nothing.
std::optional<Language> language_from_code(std::string_view code) noexcept;

}  // namespace protocol::content
