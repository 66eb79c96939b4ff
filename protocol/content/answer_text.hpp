// One answer as a person writes it, read by the question that it answers.
#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "protocol/content/request.hpp"
#include "protocol/content/response.hpp"

namespace protocol::content {

// `no information` / `pas d'information`, `not applicable` / `sans objet`, with or without a full stop.
std::optional<AnswerState> parse_state_word(std::string_view text);
inline bool is_state_word(std::string_view text) { return parse_state_word(text).has_value(); }

// Reads the answer to question `number` (from 1) of the request. Typed answers and the two marks begin with the value, a
// comment may follow after ` -- ` (or an em or en dash between spaces, into which editors turn the two hyphens). A free
// text is taken whole.
[[nodiscard]] std::expected<Answer, AnswerFault> parse_answer_text(const Question& question, unsigned number,
                                                                   std::string_view text);

}  // namespace protocol::content
