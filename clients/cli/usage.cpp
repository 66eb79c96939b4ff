#include "clients/cli/usage.hpp"

#include "clients/cli/terminal.hpp"

namespace clients::cli {
namespace {

std::string before(std::string_view text, std::string_view mark) { return visible_line(text.substr(0, text.find(mark))); }

std::string after(std::string_view text, std::string_view mark) {
    const auto at = text.find(mark);
    return at == std::string_view::npos ? std::string() : visible_line(text.substr(at + mark.size()));
}

// "TEXT:{en,fr}": the library's word, then what it admits.
void name_type(CLI::Option& option, const Context& context) {
    const auto type = before(option.get_type_name(), ":");
    if (type == "TEXT") option.type_name(context.say(Msg::help_type_text));
    if (type == "INT" || type == "UINT") option.type_name(context.say(Msg::help_type_number));
}

}  // namespace

void speak_language(CLI::App& app, const Context& context) {
    const auto formatter = app.get_formatter();
    formatter->label("Usage", context.say(Msg::help_usage));
    formatter->label("OPTIONS", context.say(Msg::help_any_options));
    formatter->label("SUBCOMMAND", context.say(Msg::help_any_command));
    formatter->label("Positionals", context.say(Msg::help_positionals));
    formatter->label("REQUIRED", context.say(Msg::help_required));
    formatter->label("Needs", context.say(Msg::help_needs));
    formatter->label("Excludes", context.say(Msg::help_excludes));
    app.option_defaults()->group(context.say(Msg::help_options));
    app.set_help_flag("-h,--help", context.say(Msg::help_help));
}

void name_groups(CLI::App& app, const Context& context) {
    for (CLI::Option* option : app.get_options()) name_type(*option, context);
    for (CLI::App* command : app.get_subcommands({})) {
        command->group(context.say(Msg::help_commands));
        name_groups(*command, context);
    }
}

void explain_usage(const Context& context, const CLI::App& app, const CLI::Error& error) {
    const std::string_view what = error.what();
    const auto kind = error.get_name();
    const auto unknown = app.remaining(/*recurse=*/true);
    const bool has_unknown = kind == "RequiredError" && !unknown.empty();
    if (has_unknown && unknown.front().starts_with('-')) context.warn(Msg::usage_unexpected, visible_line(unknown.front()));
    else if (has_unknown) context.warn(Msg::unknown_command, visible_line(unknown.front()));
    else if (kind == "RequiredError" && what.find("ubcommand") != std::string_view::npos) context.warn(Msg::usage_command);
    else if (kind == "RequiredError") context.warn(Msg::usage_missing, before(what, " is "));
    else if (kind == "ValidationError" && what.find('{') != std::string_view::npos)
        context.warn(Msg::usage_value_of, before(what, ":"), "{" + after(what, "{"));
    else if (kind == "ValidationError") context.warn(Msg::usage_value, before(what, ":"));
    else if (kind == "RequiresError") context.warn(Msg::usage_requires, before(what, " requires "), after(what, " requires "));
    else if (kind == "ExcludesError") context.warn(Msg::usage_excludes, before(what, " excludes "), after(what, " excludes "));
    // This one goes by the name of the command.
    else if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
        context.warn(Msg::usage_unexpected, after(what, ": "));
    else context.warn(Msg::usage_wrong);
    std::cerr << context.say(Msg::usage_hint) << '\n';
}

}  // namespace clients::cli
