#include "clients/core/language/detection.hpp"

#include <cld2/public/compact_lang_det.h>

#include "clients/core/language/limits.hpp"

namespace clients::language {

namespace content = protocol::content;

namespace {

void add(std::string& prose, std::string_view text) {
    if (text.empty()) return;
    if (!prose.empty()) prose += '\n';
    prose += text;
}

}  // namespace

std::optional<std::string> detect(std::string_view text) {
    CLD2::Language languages[3];
    int percents[3];
    double scores[3];
    int letters_bytes = 0;
    bool reliable = false;
    // Texts are bounded to 256 KiB before this; plain text, no hints: the header's word must not sway the guess.
    int valid_bytes = 0;
    CLD2::ExtDetectLanguageSummaryCheckUTF8(
        text.data(), static_cast<int>(text.size()), /*is_plain_text=*/true, /*cld_hints=*/nullptr,
        /*flags=*/0, languages, percents, scores, /*resultchunkvector=*/nullptr, &letters_bytes, &reliable, &valid_bytes);
    const bool told = reliable && languages[0] != CLD2::UNKNOWN_LANGUAGE && letters_bytes >= limits::letters_bytes_min &&
                      percents[0] >= limits::share_percent_min;
    if (!told) return std::nullopt;
    return CLD2::LanguageCode(languages[0]);
}

std::string prose_of(const content::Request& request) {
    std::string prose = request.title;
    add(prose, request.background);
    for (const auto& question : request.questions) add(prose, question.text);
    return prose;
}

std::string prose_of(const content::Response& response) {
    std::string prose;
    for (const auto& answer : response.answers) {
        if (answer.value)
            if (const auto* text = std::get_if<content::Text>(&*answer.value)) add(prose, text->text);
        add(prose, answer.comment);
    }
    return prose;
}

std::string prose_of(const content::Information& information) {
    std::string prose = information.title;
    add(prose, information.text);
    return prose;
}

std::optional<std::string> contradiction(content::Language declared, std::string_view prose) {
    auto detected = detect(prose);
    if (!detected || *detected == content::code(declared)) return std::nullopt;
    return detected;
}

}  // namespace clients::language
