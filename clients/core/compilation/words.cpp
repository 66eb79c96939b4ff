#include "clients/core/compilation/words.hpp"

#include <fmt/format.h>

#include "clients/core/compilation/limits.hpp"
#include "clients/core/messages/content_errors.hpp"
#include "protocol/content/visible.hpp"

namespace clients::compilation {
namespace {

struct ValueWords {
    Language language;
    std::string operator()(const content::Text& text) const { return text.text; }
    std::string operator()(content::YesNo answer) const {
        return say(language, answer == content::YesNo::yes ? Msg::compilation_yes : Msg::compilation_no);
    }
    std::string operator()(const content::Number& number) const { return number.text; }
    std::string operator()(const content::Choice& choice) const { return choice.choice; }
    std::string operator()(const content::Date& date) const { return content::format_date(date); }
};

}  // namespace

std::string answer_words(const content::Answer& answer, Language language) {
    if (answer.value) return std::visit(ValueWords{language}, *answer.value);
    const bool unknown = answer.state == content::AnswerState::no_information;
    return say(language, unknown ? Msg::compilation_no_information : Msg::compilation_not_applicable);
}

std::string status_words(Status status, Language language) {
    switch (status) {
        case Status::answered: return say(language, Msg::compilation_answered);
        case Status::silent: return say(language, Msg::compilation_silent);
        case Status::not_open: return say(language, Msg::compilation_not_open);
        case Status::unreadable: return say(language, Msg::compilation_unreadable);
    }
    return {};
}

std::string dissemination_words(content::Dissemination dissemination, Language language) {
    switch (dissemination) {
        case content::Dissemination::requester: return say(language, Msg::compilation_dissemination_requester);
        case content::Dissemination::network: return say(language, Msg::compilation_dissemination_network);
        case content::Dissemination::public_: return say(language, Msg::compilation_dissemination_public);
    }
    return {};
}

std::string superseded_words(const Row& row, Language language) {
    std::string list;
    for (const RegisteredEntry& entry : row.superseded) {
        if (!list.empty()) list += ", ";
        list += say(language, Msg::compilation_superseded_one, entry.index, content::format_in_strasbourg(entry.time));
    }
    return list.empty() ? list : say(language, Msg::compilation_superseded, list);
}

std::string names_with(const Compilation& compilation, Status status, Language language) {
    std::string names;
    for (const Row& row : compilation.rows) {
        if (row.status == status) names += (names.empty() ? "" : ", ") + row.member.name(language);
    }
    return names;
}

unsigned count_of(const Totals& totals, Status status) noexcept {
    switch (status) {
        case Status::answered: return totals.responded;
        case Status::silent: return totals.silent;
        case Status::not_open: return totals.not_open;
        case Status::unreadable: return totals.unreadable;
    }
    return 0;
}

std::string reason_words(const UnopenedResponse& unopened, Language language) {
    if (!unopened.misfit) return content::excerpt(unopened.reason, reason_characters_max);
    return say(language, Msg::compilation_reason_misfit, describe(language, *unopened.misfit));
}

std::string handling_words(const Totals& totals, Language language) {
    if (totals.for_requester != 0) return say(language, Msg::compilation_handling_requester, totals.for_requester);
    return say(language, Msg::compilation_handling_network);
}

std::string responses_words(const Totals& totals, Language language) {
    return say(language, Msg::compilation_responses_value, totals.responded, totals.addressed, totals.late);
}

std::vector<Count> chart_counts(const content::Question& question, const QuestionSummary& summary, Language language) {
    std::vector<Count> list;
    if (question.type == content::QuestionType::yes_no) {
        list.push_back({say(language, Msg::compilation_yes), summary.yes, false});
        list.push_back({say(language, Msg::compilation_no), summary.no, false});
    }
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        list.push_back({question.choices[i], summary.choices.at(i), false});
    }
    if (list.empty()) return list;
    list.push_back({say(language, Msg::compilation_no_information), summary.no_information, true});
    list.push_back({say(language, Msg::compilation_not_applicable), summary.not_applicable, true});
    return list;
}

std::string mark_counts(const QuestionSummary& summary, Language language) {
    std::string text;
    const auto add = [&](Msg mark, unsigned count) {
        if (count != 0) text += fmt::format("{}{}: {}", text.empty() ? "" : " · ", say(language, mark), count);
    };
    add(Msg::compilation_no_information, summary.no_information);
    add(Msg::compilation_not_applicable, summary.not_applicable);
    return text;
}

}  // namespace clients::compilation
