// Every bound of recovery sheets, with unit and reason.
#pragma once

#include <cstddef>

namespace clients::recovery {

// Foreign text on a sheet (names of network and member), characters: one line beside the code.
inline constexpr std::size_t name_characters_max = 48;

// A page of plain text, columns: a terminal of 80, and an A4 page in a letter that is read without trouble.
inline constexpr std::size_t text_page_columns = 78;

}  // namespace clients::recovery
