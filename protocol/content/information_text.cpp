#include "protocol/content/information_text.hpp"

#include <array>

#include "protocol/content/header_values.hpp"
#include "protocol/content/json_fields.hpp"
#include "protocol/content/text_document.hpp"

namespace protocol::content {
namespace {

enum Header : unsigned { title, language, destination, proposal };
enum SectionId : unsigned { body };

constexpr std::array header_words = {
    Word{"title", title},
    Word{"titre", title},
    Word{"language", language},
    Word{"langue", language},
    Word{"to", destination},
    Word{"a", destination},
    Word{"destinataires", destination},
    Word{"destinataire", destination},
    Word{"proposal", proposal},
    Word{"proposition", proposal},
};
constexpr std::array section_words = {Word{"text", body}, Word{"texte", body}};

TextError fault(unsigned line, std::error_code broken, std::size_t characters_max) {
    return {line, static_cast<errc>(broken.value()), std::to_string(characters_max)};
}

}  // namespace

std::expected<InformationDraft, TextError> parse_information_text(std::string_view text) {
    const auto document = parse_document(text, {.headers = header_words, .sections = section_words});
    if (!document) return std::unexpected(document.error());
    InformationDraft draft;
    const auto title_line = document->require(title, "Title");
    if (!title_line) return std::unexpected(title_line.error());
    if (const auto broken = check_text(title_line->value, {title_characters_max, true})) {
        return std::unexpected(fault(title_line->line, broken, title_characters_max));
    }
    draft.information.title = title_line->value;
    const auto declared = require_language(*document, language);
    if (!declared) return std::unexpected(declared.error());
    draft.information.language = *declared;
    if (const auto to = document->headers.find(destination); to != document->headers.end()) {
        const auto parsed = parse_information_destination(to->second.value);
        if (!parsed) {
            return std::unexpected(TextError{to->second.line, errc::invalid_destination,
                                             excerpt(to->second.value, detail_characters_max)});
        }
        draft.destination = *parsed;
    }
    if (const auto asked = document->headers.find(proposal); asked != document->headers.end()) {
        const std::string word = fold(asked->second.value);
        if (word != "disseminate" && word != "diffuser") {
            return std::unexpected(TextError{asked->second.line, errc::invalid_proposal,
                                             excerpt(asked->second.value, detail_characters_max)});
        }
        draft.information.propose_dissemination = true;
    }
    const auto section = document->sections.find(body);
    if (section != document->sections.end()) draft.information.text = join(section->second.lines);
    if (draft.information.text.empty()) {
        const unsigned line = section == document->sections.end() ? document->last_line : section->second.line;
        return std::unexpected(TextError{line, errc::missing_section, "Text"});
    }
    if (const auto broken = check_text(draft.information.text, {information_characters_max})) {
        return std::unexpected(fault(section->second.line, broken, information_characters_max));
    }
    return draft;
}

}  // namespace protocol::content
