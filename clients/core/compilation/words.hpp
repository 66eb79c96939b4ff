// Words that all reports share.
#pragma once

#include <array>
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

// The names of the states of that status, "Albania, Andorra"; empty when there is none. Not escaped.
std::string names_with(const Compilation& compilation, Status status, Language language);

// Statuses of states without an answer to show, in the order in which reports list them.
inline constexpr std::array absent_statuses = {Status::silent, Status::not_open, Status::unreadable};

unsigned count_of(const Totals& totals, Status status) noexcept;

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

// For yes/no and choice questions: all answers and the two marks. Empty for the others, which have no chart.
std::vector<Count> chart_counts(const content::Question& question, const QuestionSummary& summary, Language language);

// "no information: 2 · not applicable: 1"; empty when there is neither.
std::string mark_counts(const QuestionSummary& summary, Language language);

}  // namespace clients::compilation
