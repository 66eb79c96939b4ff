// One command of the command line: declares its options, then runs.
#pragma once

#include <memory>
#include <vector>

#include <CLI/CLI.hpp>

#include "clients/cli/context.hpp"

namespace clients::cli {

class Command {
public:
    explicit Command(Context& context) : context_(context) {}
    virtual ~Command() = default;
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

protected:
    // A subcommand whose callback runs `run` and leaves its result in the context.
    template <class Run>
    CLI::App* declare(CLI::App& parent, const char* name, Msg help, Run run) {
        CLI::App* app = parent.add_subcommand(name, context_.say(help));
        app->callback([run] { run(); });
        return app;
    }
    Context& context_;
};

// Each adds its commands; what it returns must live while the command line is parsed.
std::unique_ptr<Command> network_commands(CLI::App& app, Context& context);   // network create, circle ...
// after network: secretariat, network ..., retention
std::unique_ptr<Command> secretariat_commands(CLI::App& app, Context& context);
std::unique_ptr<Command> forward_commands(CLI::App& app, Context& context);   // forward, show
std::unique_ptr<Command> people_commands(CLI::App& app, Context& context);    // invite, join, approve, directory
std::unique_ptr<Command> revoke_commands(CLI::App& app, Context& context);    // revoke
std::unique_ptr<Command> device_commands(CLI::App& app, Context& context);    // device add|approve|list|revoke
std::unique_ptr<Command> device_revoke_command(CLI::App& device, Context& context);  // revoke, below `device`
std::unique_ptr<Command> recovery_commands(CLI::App& app, Context& context);  // recovery make|end|open, recover
std::unique_ptr<Command> consent_commands(CLI::App& app, Context& context);   // consent, confirm, acknowledge
std::unique_ptr<Command> access_commands(CLI::App& app, Context& context);    // access show|apply
std::unique_ptr<Command> request_commands(CLI::App& app, Context& context);   // request new|send|list|show|status
std::unique_ptr<Command> answer_commands(CLI::App& app, Context& context);    // respond, inform
std::unique_ptr<Command> reading_commands(CLI::App& app, Context& context);   // inbox, sync, status
std::unique_ptr<Command> carry_commands(CLI::App& app, Context& context);     // carry out|in|courier
std::unique_ptr<Command> watch_commands(CLI::App& app, Context& context);     // watch
std::unique_ptr<Command> compile_commands(CLI::App& app, Context& context);   // compile
std::unique_ptr<Command> export_commands(CLI::App& app, Context& context);    // export, keys export
std::unique_ptr<Command> unlock_commands(CLI::App& app, Context& context);    // unlock, lock, passphrase
std::unique_ptr<Command> backup_commands(CLI::App& app, Context& context);    // backup, restore
std::unique_ptr<Command> age_commands(CLI::App& app, Context& context);       // age keygen|encrypt|decrypt
std::unique_ptr<Command> age_keygen_command(CLI::App& age, Context& context); // keygen, below `age`

}  // namespace clients::cli
