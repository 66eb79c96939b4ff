// `1.` `2.` ...: how questions and answers are written below their heading.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "protocol/content/text_document.hpp"

namespace protocol::content {

struct NumberedItem {
    unsigned number = 0;  // as written, at most three digits
    unsigned line = 0;
    std::string text;  // joined as by join(); may be empty
};

// Cuts a section at its numbers. A line begins an item when it starts with one to three digits and a full stop that no
// further digit follows ("3.5 million" and "2020. In" go on with the item before). Text before the first number is
// refused. The order and the range of the numbers are the caller's rule.
[[nodiscard]] std::expected<std::vector<NumberedItem>, TextError> parse_numbered_items(const Section& section);

}  // namespace protocol::content
