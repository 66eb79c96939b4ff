#include "clients/cli/language_question.hpp"

#include "clients/cli/terminal.hpp"
#include "clients/core/language/detection.hpp"

namespace clients::cli {
namespace {

std::string language_words(const Context& context, std::string_view code) {
    if (code == "en") return context.say(Msg::language_en);
    if (code == "fr") return context.say(Msg::language_fr);
    return context.say(Msg::language_other, visible_line(code));
}

}  // namespace

bool language_agrees(Context& context, Language declared, const std::string& prose, SendOptions options) {
    const auto detected = language::contradiction(declared, prose);
    if (!detected) return true;
    const auto said = language_words(context, protocol::content::code(declared)), looks = language_words(context, *detected);
    context.warn(Msg::language_differs, said, looks);
    if (options.yes || options.dry_run) return true;
    if (!is_terminal(Stream::input)) {
        context.warn(Msg::language_needs_yes);
        context.exit = Exit::usage;
        return false;
    }
    if (confirm(context.say(Msg::ask_language))) return true;
    context.print(Msg::not_sent);
    context.exit = Exit::refused;
    return false;
}

}  // namespace clients::cli
