// Words that all reports share.
#pragma once

#include <string>
#include <vector>

#include "clients/core/compilation/compilation.hpp"
#include "clients/core/messages/messages.hpp"

namespace clients::compilation {

// What a state answered: "yes", "oui", "560", the choice, the date, the text, or one of the two marks. Not escaped.
std::string answer_words(const content::Answer& answer, Language language);

std::string status_words(Status status, Language language);

std::string dissemination_words(content::Dissemination dissemination, Language language);

// "replaces #12 of 2026-11-22 10:00 CET, ..."; empty when there is nothing superseded.
std::string superseded_words(const Row& row, Language language);

// Why an entry is not shown, in one line that is safe to print.
std::string reason_words(const UnopenedResponse& unopened, Language language);

// How the compilation is to be handled, for the strictest of its responses.
std::string handling_words(const Totals& totals, Language language);

// "24 of 46, 2 late"
std::string responses_words(const Totals& totals, Language language);

// One line of a count: a word of ours or a choice of the request, and how often.
struct Count {
    std::string label;  // not escaped
    unsigned count;
    bool is_mark;  // no information, not applicable
};

// For yes/no and choice questions, all answers and the two marks; for others the marks alone, when there are any.
std::vector<Count> counts(const content::Question& question, const QuestionSummary& summary, Language language);

}  // namespace clients::compilation
