// age encrypt, age decrypt: the stock age with its two modes as commands
#include <system_error>

#include "clients/cli/age_arguments.hpp"
#include "clients/cli/commands/command.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/age_files/transfer.hpp"

namespace clients::cli {
namespace {

using age_files::Destination;
using age_files::Form;
using age_files::Shown;

class AgeCommands final : public Command {
public:
    AgeCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* age = app.add_subcommand("age", context.say(Msg::help_age))->require_subcommand(1);
        keygen_ = age_keygen_command(*age, context);

        CLI::App* encrypt = declare(*age, "encrypt", Msg::help_age_encrypt, [this] { run(&AgeCommands::encrypt); });
        repeated(*encrypt, "-r,--recipient", recipients_, Msg::help_age_recipient);
        repeated(*encrypt, "-R,--recipients-file", recipient_files_, Msg::help_age_recipients_file);
        repeated(*encrypt, "-i,--identity", identity_files_, Msg::help_age_identity_to_self);
        encrypt->add_flag("-p,--passphrase", with_passphrase_, context.say(Msg::help_age_passphrase));
        encrypt->add_flag("-a,--armor", armored_, context.say(Msg::help_age_armor));
        add_files(*encrypt);

        CLI::App* decrypt = declare(*age, "decrypt", Msg::help_age_decrypt, [this] { run(&AgeCommands::decrypt); });
        repeated(*decrypt, "-i,--identity", identity_files_, Msg::help_age_identity);
        add_files(*decrypt);
    }

private:
    // One value each time it stands there, or it would swallow INPUT.
    void repeated(CLI::App& command, const char* name, std::vector<std::string>& values, Msg help) {
        command.add_option(name, values, context_.say(help))->allow_extra_args(false);
    }

    void add_files(CLI::App& command) {
        command.add_option("-j", plugins_)->allow_extra_args(false)->group("");  // of the stock tool; not shown, refused by name
        command.add_option("-o,--output", output_, context_.say(Msg::help_age_output));
        command.add_option("INPUT", inputs_, context_.say(Msg::help_age_input));
    }

    void refuse(Msg message) {
        context_.warn(message);
        context_.exit = Exit::refused;
    }

    bool to_terminal() const { return (output_.empty() || output_ == "-") && is_terminal(Stream::output); }

    void run(void (AgeCommands::*command)()) {
        if (!plugins_.empty()) return refuse(Msg::age_plugin_option);
        try {
            (this->*command)();
        } catch (const std::system_error& error) {  // of the destination
            progress_.reset();
            const std::string name = output_.empty() ? "-" : visible_line(output_);
            context_.warn(Msg::cannot_write_file, name, explain_age_code(context_, error.code()));
            context_.exit = Exit::refused;
        }
    }

    std::unique_ptr<Destination> destination(Shown on_terminal) {
        if (to_terminal()) {
            // What is forced goes out as it comes, unless somebody is still typing the input.
            const bool forced = output_ == "-";
            if (forced && !arguments_.is_input_typed()) return age_files::to_output();
            return age_files::to_terminal(forced ? Shown::anything : on_terminal);
        }
        if (output_.empty() || output_ == "-") return age_files::to_output();
        auto file = age_files::to_file(output_, Existing::replace);
        if (file) return *std::move(file);
        context_.warn(Msg::cannot_write_file, visible_line(output_), explain_code(context_, file.error()));
        context_.exit = Exit::refused;
        return nullptr;
    }

    // Begins when all questions are answered; silent where the result is shown.
    void begin_progress(Msg what) {
        if (!to_terminal()) progress_.emplace(context_.say(what));
    }
    age_files::Moved show_progress(std::uint64_t total) {
        return [this, total](std::uint64_t bytes) {
            if (progress_) progress_->update(bytes, total);
        };
    }
    void finish(std::error_code error) {
        progress_.reset();
        if (error) report_age(context_, arguments_.input_name(), error);
    }

    // ---- encrypt ----

    std::optional<age_files::SealedFor> sealed_for() {
        if (with_passphrase_) {
            auto passphrase = arguments_.new_passphrase();
            if (!passphrase) return std::nullopt;
            return *std::move(passphrase);
        }
        auto recipients = arguments_.recipients(recipients_, recipient_files_);
        const auto identities = recipients ? arguments_.identities(identity_files_) : std::nullopt;
        if (!identities) return std::nullopt;
        for (const auto& identity : *identities)
            std::visit([&](const auto& own) { recipients->emplace_back(own.recipient()); }, identity);
        return *std::move(recipients);
    }

    void encrypt() {
        const bool has_recipients = !recipients_.empty() || !recipient_files_.empty() || !identity_files_.empty();
        if (!has_recipients && !with_passphrase_) return refuse(Msg::age_missing_recipients);
        if (has_recipients && with_passphrase_) return refuse(Msg::age_passphrase_alone);
        if (to_terminal() && !armored_ && output_ != "-") return refuse(Msg::age_no_binary_to_terminal);
        auto from = arguments_.input(inputs_);
        const auto whom = from ? sealed_for() : std::nullopt;
        if (!whom || !arguments_.may_write(output_)) return;
        const auto to = destination(Shown::anything);
        if (!to) return;
        begin_progress(Msg::age_progress_encrypt);
        const Form form = armored_ ? Form::armored : Form::binary;
        finish(age_files::encrypt(*from, *to, *whom, form, show_progress(from->bytes_total())));
    }

    // ---- decrypt ----

    void decrypt() {
        auto from = arguments_.input(inputs_);
        const auto identities = from ? arguments_.identities(identity_files_) : std::nullopt;
        if (!identities || !arguments_.may_write(output_)) return;
        if (arguments_.is_input_typed()) from->end_with_armor();
        const auto to = destination(Shown::text_only);
        if (!to) return;
        auto passphrase = arguments_.passphrase(arguments_.input_name());
        passphrase.ask = [this, ask = std::move(passphrase.ask)] {
            auto typed = ask();
            begin_progress(Msg::age_progress_decrypt);
            return typed;
        };
        if (!identities->empty()) begin_progress(Msg::age_progress_decrypt);
        finish(age_files::decrypt(*from, *to, *identities, passphrase, show_progress(from->bytes_total())));
    }

    std::unique_ptr<Command> keygen_;
    AgeArguments arguments_{context_};
    std::optional<Progress> progress_;
    std::vector<std::string> recipients_, recipient_files_, identity_files_, plugins_, inputs_;
    std::string output_;
    bool with_passphrase_ = false, armored_ = false;
};

}  // namespace

std::unique_ptr<Command> age_commands(CLI::App& app, Context& context) { return std::make_unique<AgeCommands>(app, context); }

}  // namespace clients::cli
