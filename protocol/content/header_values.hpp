// Header lines that several text formats have in common.
#pragma once

#include <expected>

#include "protocol/content/language.hpp"
#include "protocol/content/limits.hpp"
#include "protocol/content/text_document.hpp"
#include "protocol/content/typography.hpp"
#include "protocol/content/visible.hpp"

namespace protocol::content {

// The language that a text declares; `missing_header_line` or `invalid_language` otherwise.
[[nodiscard]] inline std::expected<Language, TextError> require_language(const Document& document, unsigned id) {
    const auto line = document.require(id, "Language");
    if (!line) return std::unexpected(line.error());
    if (const auto language = language_from_code(fold(line->value))) return *language;
    return std::unexpected(TextError{line->line, errc::invalid_language, excerpt(line->value, detail_characters_max)});
}

}  // namespace protocol::content
