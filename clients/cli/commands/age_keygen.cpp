// age keygen: the stock age-keygen, post-quantum by default
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <system_error>

#include "clients/cli/age_arguments.hpp"
#include "clients/cli/commands/command.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/age_files/destination.hpp"
#include "clients/core/age_files/key_file.hpp"

namespace clients::cli {
namespace {

// RFC 3339 in local time, as the stock tool writes it: Z, or +01:00.
std::string local_time(std::time_t now) {
    std::tm local{};
    if (!::localtime_r(&now, &local)) throw std::system_error(errno, std::generic_category(), "localtime_r");
    char text[32];
    std::string out(text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S%z", &local));
    if (local.tm_gmtoff == 0) return out.substr(0, out.size() - 5) + "Z";
    return out.insert(out.size() - 2, ":");
}

bool is_output_world_readable() {
    struct stat about {};
    return ::fstat(STDOUT_FILENO, &about) == 0 && S_ISREG(about.st_mode) && (about.st_mode & S_IROTH) != 0;
}

void append(crypto::SecretBytes& text, std::string_view more) { text.insert(text.end(), more.begin(), more.end()); }

class AgeKeygen final : public Command {
public:
    AgeKeygen(CLI::App& age, Context& context) : Command(context) {
        CLI::App* keygen = declare(age, "keygen", Msg::help_age_keygen, [this] { run(); });
        keygen->add_flag("--x25519", classic_, context.say(Msg::help_age_x25519));
        keygen->add_flag("-y", convert_, context.say(Msg::help_age_convert));
        keygen->add_option("-o,--output", output_, context.say(Msg::help_age_new_output));
        keygen->add_option("INPUT", inputs_, context.say(Msg::help_age_input));
    }

private:
    void refuse(Msg message) {
        context_.warn(message);
        context_.exit = Exit::refused;
    }

    bool is_to_output() const { return output_.empty() || output_ == "-"; }

    void run() {
        if (!convert_ && !inputs_.empty()) return refuse(Msg::age_input_without_convert);
        if (convert_ && classic_) return refuse(Msg::age_x25519_with_convert);
        if (convert_) return convert();
        if (classic_) generate(crypto::age::X25519Identity::generate());
        else generate(crypto::age::HybridIdentity::generate());
    }

    void write(const crypto::SecretBytes& text) {
        auto to = is_to_output() ? age_files::to_output() : nullptr;
        std::error_code error;
        if (!to) {
            auto file = age_files::to_file(output_, Existing::keep);
            if (file) to = *std::move(file);
            else error = file.error();
        }
        if (to) {
            to->write(text);
            error = to->commit();
        }
        if (!error) return;
        context_.warn(Msg::cannot_write_file, visible_line(output_), explain_code(context_, error));
        context_.exit = Exit::refused;
    }

    template <class Identity>
    void generate(const Identity& identity) {
        if (is_to_output() && is_output_world_readable()) context_.warn(Msg::age_world_readable);
        const std::string recipient = identity.recipient().text();
        const auto secret = identity.text();
        crypto::SecretBytes text;
        text.reserve(recipient.size() + secret.size() + 128);  // grows no more: no copy of the key is made
        append(text, "# created: " + local_time(std::time(nullptr)) + "\n# public key: " + recipient + "\n");
        append(text, crypto::as_text(secret));
        append(text, "\n");
        write(text);
        const bool is_seen = is_to_output() && is_terminal(Stream::output);
        if (context_.exit == Exit::done && !is_seen) std::cerr << context_.say(Msg::age_public_key, recipient) << '\n';
    }

    void convert() {
        AgeArguments arguments(context_);
        auto from = arguments.input(inputs_);
        const auto file = from ? read_key_file(*from) : std::unexpected(std::error_code());
        if (!file) {
            if (from) report_age(context_, arguments.input_name(), file.error());
            return;
        }
        const auto identities = age_files::parse_identities(crypto::as_text(*file));
        if (!identities) return report_age(context_, arguments.input_name(), identities.error().code);
        std::string text;
        for (const auto& identity : *identities)
            text += std::visit([](const auto& own) { return own.recipient().text(); }, identity) + "\n";
        write(crypto::to_secret(text));
    }

    bool classic_ = false, convert_ = false;
    std::string output_;
    std::vector<std::string> inputs_;
};

}  // namespace

std::unique_ptr<Command> age_keygen_command(CLI::App& age, Context& context) { return std::make_unique<AgeKeygen>(age, context); }

}  // namespace clients::cli
