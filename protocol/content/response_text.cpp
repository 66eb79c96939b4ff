#include "protocol/content/response_text.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "protocol/content/answer_text.hpp"
#include "protocol/content/header_values.hpp"
#include "protocol/content/numbered_items.hpp"
#include "protocol/content/text_document.hpp"

namespace protocol::content {
namespace {

enum Header : unsigned { re, language, dissemination };
enum SectionId : unsigned { answers };

constexpr std::array header_words = {
    Word{"re", re},
    Word{"ref", re},
    Word{"en reponse a", re},
    Word{"language", language},
    Word{"langue", language},
    Word{"dissemination", dissemination},
    Word{"diffusion", dissemination},
};
constexpr std::array section_words = {Word{"answers", answers}, Word{"reponses", answers}};
constexpr DocumentForm form = {.headers = header_words, .sections = section_words, .has_comments = true};

// What a person may write to name a request: one printable word. Resolving it is the caller's.
bool is_reference(std::string_view text) noexcept {
    return !text.empty() && text.size() <= reference_characters_max &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

std::expected<std::optional<std::string>, TextError> read_reference(const Document& document) {
    const auto line = document.headers.find(re);
    if (line == document.headers.end()) return std::nullopt;
    if (is_reference(line->second.value)) return std::string{line->second.value};
    return std::unexpected(
        TextError{line->second.line, errc::invalid_reference, excerpt(line->second.value, detail_characters_max)});
}

std::expected<Dissemination, TextError> read_dissemination(const Document& document) {
    const auto line = document.require(dissemination, "Dissemination");
    if (!line) return std::unexpected(line.error());
    const std::string word = fold(line->value);
    if (word == "requester" || word == "demandeur") return Dissemination::requester;
    if (word == "network" || word == "reseau") return Dissemination::network;
    if (word == "public") return Dissemination::public_;
    return std::unexpected(
        TextError{line->line, errc::invalid_dissemination, excerpt(line->value, detail_characters_max)});
}

std::expected<std::vector<Answer>, TextError> read_answers(const std::vector<NumberedItem>& items,
                                                           const Request& request) {
    std::vector<Answer> read;
    for (const NumberedItem& item : items) {
        if (item.number == 0 || item.number > request.questions.size()) {
            return std::unexpected(TextError{item.line, errc::unknown_question, std::to_string(item.number)});
        }
        if (std::ranges::find(read, item.number, &Answer::question) != read.end()) {
            return std::unexpected(TextError{item.line, errc::duplicate_answer, std::to_string(item.number)});
        }
        auto answer = parse_answer_text(request.questions[item.number - 1], item.number, item.text);
        if (!answer) return std::unexpected(TextError{item.line, answer.error().rule, answer.error().detail});
        read.push_back(*std::move(answer));
    }
    std::ranges::sort(read, {}, &Answer::question);
    return read;
}

}  // namespace

std::expected<std::optional<std::string>, TextError> parse_response_reference(std::string_view text) {
    const auto document = parse_document(text, form);
    if (!document) return std::unexpected(document.error());
    return read_reference(*document);
}

std::expected<ResponseDraft, TextError> parse_response_text(std::string_view text, const Request& request) {
    const auto document = parse_document(text, form);
    if (!document) return std::unexpected(document.error());
    auto reference = read_reference(*document);
    if (!reference) return std::unexpected(reference.error());
    const auto declared = require_language(*document, language);
    if (!declared) return std::unexpected(declared.error());
    const auto spread = read_dissemination(*document);
    if (!spread) return std::unexpected(spread.error());
    const auto section = document->sections.find(answers);
    if (section == document->sections.end()) {
        return std::unexpected(TextError{document->last_line, errc::missing_section, "Answers"});
    }
    const auto items = parse_numbered_items(section->second);
    if (!items) return std::unexpected(items.error());
    auto read = read_answers(*items, request);
    if (!read) return std::unexpected(read.error());
    ResponseDraft draft{*std::move(reference), {*declared, *spread, *std::move(read)}};
    if (auto fault = check_response_against(request, draft.response)) {
        // Types and choices were decided above; what remains is a number that does not appear at all.
        assert(fault->rule == errc::unanswered_question);
        return std::unexpected(TextError{section->second.last_line(), fault->rule, std::move(fault->detail)});
    }
    return draft;
}

}  // namespace protocol::content
