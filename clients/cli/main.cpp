// nfp: the client of the Network of Focal Points on Migration.
#include <cstdlib>
#include <exception>

#include "clients/cli/commands/command.hpp"
#include "clients/cli/error_words.hpp"
#include "clients/cli/hardening.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/usage.hpp"
#include "crypto/random.hpp"

namespace {

using namespace clients;
using namespace clients::cli;

// The language is needed before the options are declared: help speaks it.
Language language_of(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--lang=fr" || (word == "--lang" && i + 1 < argc && std::string_view(argv[i + 1]) == "fr"))
            return Language::fr;
        if (word == "--lang=en" || (word == "--lang" && i + 1 < argc && std::string_view(argv[i + 1]) == "en"))
            return Language::en;
    }
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(name); value && *value)
            return std::string_view(value).starts_with("fr") ? Language::fr : Language::en;
    return Language::en;
}

std::filesystem::path default_home() {
    if (const char* home = std::getenv("NFP_HOME"); home && *home) return home;
    const char* user = std::getenv("HOME");
    return std::filesystem::path(user && *user ? user : ".") / ".nfp";
}

int run(int argc, char** argv) {
    Context context{.language = language_of(argc, argv), .home = default_home(), .passphrase_file = {}, .json = false,
                    .offline = false, .exit = Exit::done, .notices = {}};
    CLI::App app(context.say(Msg::help_app), "nfp");
    speak_language(app, context);
    app.footer(context.say(Msg::help_footer));
    app.require_subcommand(1);
    app.fallthrough();   // --json and the like may stand after the command, where people write them
    app.set_version_flag("--version", std::string("nfp " NFP_VERSION), context.say(Msg::help_version));
    app.add_option("--home", context.home, context.say(Msg::help_home));
    app.add_option("--passphrase-file", context.passphrase_file, context.say(Msg::help_passphrase_file));
    std::string language;   // already looked at
    app.add_option("--lang", language, context.say(Msg::help_lang))->check(CLI::IsMember({"en", "fr"}));
    app.add_flag("--json", context.json, context.say(Msg::help_json));
    app.add_flag("--offline", context.offline, context.say(Msg::help_offline));

    std::vector<std::unique_ptr<Command>> commands;
    for (const auto add : {network_commands, secretariat_commands, people_commands, device_commands, revoke_commands,
                           recovery_commands, consent_commands, access_commands, request_commands, forward_commands,
                           answer_commands, reading_commands, carry_commands, watch_commands, compile_commands,
                           export_commands,
                           unlock_commands, backup_commands, age_commands})
        commands.push_back(add(app, context));
    name_groups(app, context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {   // --help, --version
        return app.exit(success);
    } catch (const CLI::Error& error) {
        explain_usage(context, app, error);
        return static_cast<int>(Exit::usage);
    }
    for (const std::string& notice : context.notices) std::cerr << notice << '\n';
    return static_cast<int>(context.exit);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        crypto::initialise();
        harden_process();
        return run(argc, argv);
    } catch (const std::exception& error) {
        const auto language = language_of(argc, argv);
        std::cerr << say(language, Msg::failed, words_for(language, error)) << '\n';
        return static_cast<int>(Exit::refused);
    }
}
