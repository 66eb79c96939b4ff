#include "protocol/content/language.hpp"

namespace protocol::content {

std::string_view code(Language language) noexcept { return language == Language::fr ? "fr" : "en"; }

std::optional<Language> language_from_code(std::string_view code) noexcept {
    if (code == "en") return Language::en;
    if (code == "fr") return Language::fr;
    return std::nullopt;
}

}  // namespace protocol::content
