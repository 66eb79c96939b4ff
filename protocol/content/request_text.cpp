#include "protocol/content/request_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "protocol/content/header_values.hpp"
#include "protocol/content/numbered_items.hpp"
#include "protocol/content/text_document.hpp"
#include "protocol/content/typography.hpp"
#include "protocol/content/visible.hpp"

namespace protocol::content {
namespace {

enum Header : unsigned { title, language, destination, deadline };
enum SectionId : unsigned { background, questions };

constexpr std::array header_words = {
    Word{"title", title},
    Word{"titre", title},
    Word{"language", language},
    Word{"langue", language},
    Word{"to", destination},
    Word{"a", destination},
    Word{"destinataires", destination},
    Word{"destinataire", destination},
    Word{"deadline", deadline},
    Word{"echeance", deadline},
    Word{"date limite", deadline},
};
constexpr std::array section_words = {
    Word{"background", background},
    Word{"contexte", background},
    Word{"questions", questions},
};

std::string without_spaces(std::string folded) {
    std::erase(folded, ' ');
    return folded;
}

std::vector<std::string> split_choices(std::string_view text) {
    std::vector<std::string> choices;
    while (true) {
        const std::size_t bar = text.find('|');
        choices.emplace_back(trim(text.substr(0, bar)));
        if (bar == std::string_view::npos) return choices;
        text.remove_prefix(bar + 1);
    }
}

// The inside of the brackets that end a question, read as an answer type.
std::optional<Question> parse_answer_type(std::string_view inside) {
    const std::size_t colon = inside.find(':');
    const std::string word = without_spaces(fold(inside.substr(0, colon)));
    if (colon != std::string_view::npos) {
        if (word != "choice" && word != "choix") return std::nullopt;
        return Question{QuestionType::choice, {}, split_choices(inside.substr(colon + 1))};
    }
    if (word == "yes/no" || word == "oui/non") return Question{QuestionType::yes_no, {}, {}};
    if (word == "number" || word == "nombre") return Question{QuestionType::number, {}, {}};
    if (word == "date") return Question{QuestionType::date, {}, {}};
    if (word == "text" || word == "texte") return Question{QuestionType::text, {}, {}};
    return std::nullopt;
}

// Brackets at the very end are always an answer type: a mistyped one must not become part of a free-text question.
std::expected<Question, TextError> parse_question(const NumberedItem& item) {
    const std::string_view text = item.text;
    const std::size_t open = text.rfind('[');
    if (!text.ends_with(']') || open == std::string_view::npos) return Question{QuestionType::text, item.text, {}};
    const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
    auto question = parse_answer_type(inside);
    if (!question) {
        return std::unexpected(
            TextError{item.line, errc::unknown_answer_type, excerpt(text.substr(open), detail_characters_max)});
    }
    question->text = trim(text.substr(0, open));
    return *std::move(question);
}

std::optional<TextError> read_headers(const Document& document, RequestDraft& draft) {
    const auto title_line = document.require(title, "Title");
    if (!title_line) return title_line.error();
    draft.request.title = title_line->value;
    const auto declared = require_language(document, language);
    if (!declared) return declared.error();
    draft.request.language = *declared;
    const auto to = document.require(destination, "To");
    if (!to) return to.error();
    const auto parsed = parse_request_destination(to->value);
    if (!parsed) {
        return TextError{to->line, errc::invalid_destination, excerpt(to->value, detail_characters_max)};
    }
    draft.destination = *parsed;
    const auto day = document.require(deadline, "Deadline");
    if (!day) return day.error();
    const auto date = parse_date(fold(day->value));
    if (!date) return TextError{day->line, errc::invalid_date, excerpt(day->value, detail_characters_max)};
    draft.request.deadline = *date;
    return std::nullopt;
}

std::optional<TextError> read_questions(const std::vector<NumberedItem>& items, const RequestRules& rules,
                                        Request& request) {
    for (const NumberedItem& item : items) {
        const std::size_t due = request.questions.size() + 1;
        if (item.number != due) return TextError{item.line, errc::numbering_gap, std::to_string(due)};
        if (due > rules.questions_max) {
            return TextError{item.line, errc::too_many_questions, std::to_string(rules.questions_max)};
        }
        auto question = parse_question(item);
        if (!question) return question.error();
        request.questions.push_back(*std::move(question));
    }
    return std::nullopt;
}

unsigned line_of(const RequestFault& fault, const Document& document, const std::vector<NumberedItem>& items) {
    switch (fault.part) {
        case RequestFault::Part::title: return document.headers.at(title).line;
        case RequestFault::Part::background: return document.sections.at(background).line;
        case RequestFault::Part::question: return items.at(fault.question - 1).line;
        case RequestFault::Part::questions: break;
    }
    const auto section = document.sections.find(questions);
    return section == document.sections.end() ? document.last_line : section->second.line;
}

}  // namespace

std::expected<RequestDraft, TextError> parse_request_text(std::string_view text, const RequestRules& rules) {
    const auto document = parse_document(text, {.headers = header_words, .sections = section_words});
    if (!document) return std::unexpected(document.error());
    RequestDraft draft;
    if (auto broken = read_headers(*document, draft)) return std::unexpected(*std::move(broken));
    if (const auto section = document->sections.find(background); section != document->sections.end()) {
        draft.request.background = join(section->second.lines);
    }
    std::vector<NumberedItem> items;
    if (const auto section = document->sections.find(questions); section != document->sections.end()) {
        auto parsed = parse_numbered_items(section->second);
        if (!parsed) return std::unexpected(parsed.error());
        items = *std::move(parsed);
    }
    if (auto broken = read_questions(items, rules, draft.request)) return std::unexpected(*std::move(broken));
    if (auto fault = find_fault(draft.request, rules)) {
        return std::unexpected(TextError{line_of(*fault, *document, items), fault->rule, std::move(fault->detail)});
    }
    return draft;
}

}  // namespace protocol::content
