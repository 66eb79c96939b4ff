// export NUMBER; keys export CIRCLE[:EPOCH]
#include <algorithm>
#include <charconv>

#include "clients/cli/commands/command.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/session/exchange.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

class ExportCommands final : public Command {
public:
    ExportCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* entries = declare(app, "export", Msg::help_export, [this] { export_entries(); });
        entries->add_option("NUMBER", what_, context_.say(Msg::help_number))->required();
        entries->add_option("-d,--directory", folder_, context_.say(Msg::help_directory_out))->capture_default_str();
        CLI::App* keys = app.add_subcommand("keys", context_.say(Msg::help_keys))->require_subcommand(1);
        CLI::App* key = declare(*keys, "export", Msg::help_keys_export, [this] { export_key(); });
        key->add_option("CIRCLE", what_, context_.say(Msg::help_circle))->required();
        key->add_option("-o,--output", output_, context_.say(Msg::help_output))->required();
    }

private:
    void export_entries() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        Session& session = *open->session;
        const auto exchange = load_exchange(session);
        const auto request = resolve_request(session, exchange, what_);
        if (!request) return report(context_, request.error());
        std::filesystem::create_directories(folder_);
        std::string stem = request->number.text();
        std::ranges::replace(stem, '/', '-');
        std::vector<std::pair<std::string, std::uint64_t>> wanted{{stem + ".request", request->origin.index}};
        for (const ResponseItem* item : exchange.responses_to(request->origin.id))
            wanted.emplace_back(stem + "." + item->origin.author.text() + "." + std::to_string(item->origin.index) + ".response",
                                item->origin.index);
        OrderedJson files = OrderedJson::array();
        for (const auto& [name, index] : wanted) {
            const auto stored = session.store().entry_at(index);
            const auto path = std::filesystem::path(folder_) / (name + ".entry");
            if (!write_file(context_, path, crypto::as_text(stored->entry), /*secret=*/true)) return;
            files.push_back(path.string());
        }
        if (context_.json) return context_.print_json({{"files", files}});
        context_.print(Msg::exported, files.size(), visible_line(folder_));
        context_.print(Msg::export_hint);
    }

    // "state:fr:2" is epoch 2 of state:fr; "state:fr" its current one.
    std::optional<CircleEpoch> parse_circle(const NetworkState& state) const {
        if (const auto circle = Circle::parse(what_)) {
            const CircleState* known = state.find_circle(*circle);
            return known ? std::optional(CircleEpoch{*circle, known->current()}) : std::nullopt;
        }
        const auto colon = what_.rfind(':');
        if (colon == std::string::npos) return std::nullopt;
        const auto circle = Circle::parse(std::string_view(what_).substr(0, colon));
        std::uint64_t epoch = 0;
        const auto [end, error] = std::from_chars(what_.data() + colon + 1, what_.data() + what_.size(), epoch);
        if (!circle || error != std::errc{} || end != what_.data() + what_.size()) return std::nullopt;
        return CircleEpoch{*circle, epoch};
    }

    void export_key() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        const auto epoch = parse_circle(open->session->state());
        if (!epoch) {
            context_.warn(Msg::bad_circle, visible_line(what_));
            context_.exit = Exit::usage;
            return;
        }
        const std::string name = epoch->circle.text() + ":" + std::to_string(epoch->epoch);
        const auto* secret = open->session->keyring().find(*epoch);
        if (!secret) return report(context_, {.code = session_errc::no_secret, .problem = {}, .detail = name});
        crypto::SecretBytes text = crypto::to_secret("# " + name + "\n");
        const auto key = secret->text();
        text.insert(text.end(), key.begin(), key.end());
        text.push_back('\n');
        if (!write_file(context_, output_, crypto::as_text(text), /*secret=*/true)) return;
        if (context_.json)
            return context_.print_json({{"circle", epoch->circle.text()}, {"epoch", epoch->epoch}, {"file", output_}});
        context_.print(Msg::keys_exported, name, visible_line(output_));
    }

    std::string what_, output_;
    std::string folder_ = ".";
};

}  // namespace

std::unique_ptr<Command> export_commands(CLI::App& app, Context& context) {
    return std::make_unique<ExportCommands>(app, context);
}

}  // namespace clients::cli
