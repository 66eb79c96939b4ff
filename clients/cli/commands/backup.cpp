// backup, restore
#include "clients/cli/age_arguments.hpp"
#include "clients/cli/commands/command.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/backup/backup.hpp"

namespace clients::cli {
namespace {

class BackupCommands final : public Command {
public:
    BackupCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* backup = declare(app, "backup", Msg::help_backup, [this] { back_up(); });
        backup->add_option("FILE", file_, context.say(Msg::help_backup_file))->required();
        repeated(*backup, "-r,--recipient", recipients_, Msg::help_age_recipient);
        repeated(*backup, "-R,--recipients-file", recipient_files_, Msg::help_age_recipients_file);
        add_passphrase(*backup);
        CLI::App* restore = declare(app, "restore", Msg::help_restore, [this] { this->restore(); });
        restore->add_option("FILE", file_, context.say(Msg::help_restore_file))->required();
        repeated(*restore, "-i,--identity", identity_files_, Msg::help_age_identity);
        add_passphrase(*restore);
    }

private:
    // One value each time it stands there, or it would swallow FILE.
    void repeated(CLI::App& command, const char* name, std::vector<std::string>& values, Msg help) {
        command.add_option(name, values, context_.say(help))->allow_extra_args(false);
    }
    void add_passphrase(CLI::App& command) {
        command.add_option("--backup-passphrase-file", passphrase_file_, context_.say(Msg::help_backup_passphrase_file));
    }

    std::optional<age_files::SealedFor> sealed_for() {
        if (!recipients_.empty() || !recipient_files_.empty()) {
            auto recipients = arguments_.recipients(recipients_, recipient_files_);
            if (!recipients) return std::nullopt;
            return *std::move(recipients);
        }
        auto passphrase = read_new_passphrase(context_.say(Msg::ask_new_backup_passphrase),
                                              context_.say(Msg::ask_passphrase_again), passphrase_file_);
        if (passphrase) return crypto::age::Passphrase(*std::move(passphrase));
        report(context_, {.code = passphrase.error(), .problem = {}, .detail = {}});
        return std::nullopt;
    }

    void back_up() {
        const auto to = age_files::to_file(file_, Existing::keep);
        if (!to) return cannot_write(to.error());
        // Asked before the home is opened: that locks it, and other commands need not wait for somebody's typing.
        const auto whom = sealed_for();
        const auto open = whom ? open_home(context_) : std::nullopt;
        if (!open) return;
        const auto error = [&] {
            Progress progress(context_.say(Msg::progress_backup));
            return clients::back_up(context_.home, **to, *whom, [&](std::uint64_t bytes) { progress.update(bytes, 0); });
        }();
        if (error) return cannot_write(error);
        if (context_.json) return context_.print_json({{"file", file_}});
        context_.print(Msg::backed_up, visible_line(file_));
        context_.print(Msg::backup_needs);
    }

    void cannot_write(std::error_code error) {
        context_.warn(Msg::cannot_write_file, visible_line(file_), explain_age_code(context_, error));
        context_.exit = Exit::refused;
    }

    void restore() {
        auto from = age_files::Source::open(file_);
        if (!from) return report_age(context_, file_, from.error());
        const auto identities = arguments_.identities(identity_files_);
        if (!identities) return;
        std::optional<Progress> progress;
        const auto begin = [&] { progress.emplace(context_.say(Msg::progress_restore)); };  // after all questions
        const crypto::age::PassphraseSource passphrase{.ask = [&]() -> std::expected<crypto::age::Passphrase, std::error_code> {
            auto typed = read_passphrase(context_.say(Msg::ask_backup_passphrase), passphrase_file_);
            begin();
            if (!typed) return std::unexpected(typed.error());
            return crypto::age::Passphrase(*std::move(typed));
        }};
        if (!identities->empty()) begin();
        const auto error = clients::restore(*from, context_.home, *identities, passphrase, [&](std::uint64_t bytes) {
            if (progress) progress->update(bytes, from->bytes_total());
        });
        progress.reset();
        if (error) return cannot_restore(error);
        if (context_.json) context_.print_json({{"home", context_.home.string()}});
        context_.print(Msg::restored, visible_line(context_.home.string()));
        context_.warn(Msg::restored_alone);
    }

    // Either about the home or about the file.
    void cannot_restore(std::error_code error) {
        if (error == home_errc::folder_not_empty || error == home_errc::newer_version)
            return report(context_, {.code = error, .problem = {}, .detail = {}});
        report_age(context_, file_, error);
    }

    AgeArguments arguments_{context_};
    std::vector<std::string> recipients_, recipient_files_, identity_files_;
    std::string file_;
    std::optional<std::filesystem::path> passphrase_file_;
};

}  // namespace

std::unique_ptr<Command> backup_commands(CLI::App& app, Context& context) {
    return std::make_unique<BackupCommands>(app, context);
}

}  // namespace clients::cli
