// Makes foreign text safe to print: what would act on a terminal or reorder a line is shown instead.
#pragma once

#include <string>
#include <string_view>

namespace protocol::content {

// Controls that change the direction or order of the text around them (Unicode, UAX 9), and the separators and
// invisible characters with which two different texts can be made to look the same.
bool is_deceptive(char32_t c) noexcept;

// The text with C0 (but LF and TAB), DEL, C1 and deceptive characters written as \u{XX}, and bytes that are not UTF-8
// written as \x{XX}. The result is valid UTF-8 and cannot drive a terminal.
std::string visible(std::string_view text);

// The same on one line: LF and TAB become spaces.
std::string visible_line(std::string_view text);

// At most `characters_max` characters of visible_line(), the last one an ellipsis when something was cut.
std::string excerpt(std::string_view text, std::size_t characters_max);

}  // namespace protocol::content
