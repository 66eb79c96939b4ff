// unlock, lock, passphrase
#include "clients/cli/background.hpp"
#include "clients/cli/commands/command.hpp"
#include "clients/cli/stop_signal.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/home/key_holder.hpp"

namespace clients::cli {
namespace {

class UnlockCommands final : public Command {
public:
    UnlockCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* unlock = declare(app, "unlock", Msg::help_unlock, [this] { this->unlock(); });
        unlock->add_option("--for", time_, context.say(Msg::help_unlock_for))->capture_default_str();
        declare(app, "lock", Msg::help_lock, [this] { lock(); });
        CLI::App* passphrase = declare(app, "passphrase", Msg::help_change_passphrase, [this] { change_passphrase(); });
        passphrase->add_option("--new-passphrase-file", new_passphrase_file_, context.say(Msg::help_new_passphrase_file));
    }

private:
    void refuse(std::error_code code) { report(context_, {.code = code, .problem = {}, .detail = {}}); }

    // Asked for in any case: what is unlocked already proves nothing about who sits here now.
    std::optional<PassphraseKey> ask_key(Msg question) {
        const auto passphrase = read_passphrase(context_.say(question), context_.passphrase_file);
        auto key = passphrase ? Home::unlock(context_.home, *passphrase) : std::unexpected(passphrase.error());
        if (key) return *std::move(key);
        refuse(key.error());
        return std::nullopt;
    }

    void unlock() {
        const auto time = parse_unlock_time(time_);
        if (!time) {
            context_.warn(Msg::bad_unlock_time, visible_line(time_));
            context_.exit = Exit::usage;
            return;
        }
        auto key = ask_key(Msg::ask_passphrase);
        wipe_dead_stack();  // the holder inherits this one
        const auto home_lock = key ? lock_home(context_) : std::nullopt;
        if (!home_lock) return;
        if (const auto ended = end_holder(context_.home); !ended) return refuse(ended.error());
        const auto home = std::filesystem::absolute(context_.home);
        start_in_background([&](const auto& ready) {
            const StopSignal stop;
            KeyHolder holder(home, *std::move(key), *time);
            ready();
            holder.run(stop.descriptor());
        });
        const auto until = unix_now() + time->count();
        if (context_.json) return context_.print_json({{"unlocked_until", until}});
        context_.print(Msg::unlocked_until, shown_hour(until));
    }

    // Without the HomeLock: it does not wait for other commands.
    void lock() {
        const auto ended = end_holder(context_.home);
        if (!ended) return refuse(ended.error());
        if (context_.json) return context_.print_json({{"was_unlocked", *ended}});
        context_.print(*ended ? Msg::locked : Msg::was_locked);
    }

    void change_passphrase() {
        const auto present = ask_key(Msg::ask_present_passphrase);
        if (!present) return;
        const auto next = read_new_passphrase(context_.say(Msg::ask_new_passphrase), context_.say(Msg::ask_passphrase_again),
                                              new_passphrase_file_);
        if (!next) return refuse(next.error());
        const auto home_lock = lock_home(context_);
        if (!home_lock) return;
        if (const auto error = Home::change_passphrase(context_.home, *present, *next)) return refuse(error);
        // The key that is held opens nothing any more; a holder that does not answer is only worth a word.
        if (const auto ended = end_holder(context_.home); !ended)
            context_.warn(Msg::home_holder_silent, visible_line(context_.home.string()));
        if (context_.json) return context_.print_json({{"changed", true}});
        context_.print(Msg::passphrase_changed);
    }

    std::string time_ = "15m";
    std::optional<std::filesystem::path> new_passphrase_file_;
};

}  // namespace

std::unique_ptr<Command> unlock_commands(CLI::App& app, Context& context) {
    return std::make_unique<UnlockCommands>(app, context);
}

}  // namespace clients::cli
