// forward, show
#include "clients/cli/commands/command.hpp"
#include "clients/cli/sending.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/session/forwarding.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

class ForwardCommands final : public Command {
public:
    ForwardCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* forward = declare(app, "forward", Msg::help_forward, [this] { pass_on(); });
        forward->add_option("NUMBER", what_, context_.say(Msg::help_told))->required();
        forward->add_option("--to", to_, context_.say(Msg::help_forward_to))->required();
        forward->add_flag("--yes", options_.yes, context_.say(Msg::help_yes));
        forward->add_flag("--dry-run", options_.dry_run, context_.say(Msg::help_dry_run));
        declare(app, "show", Msg::help_show, [this] { show(); })
            ->add_option("NUMBER", what_, context_.say(Msg::help_told))->required();
    }

private:
    void pass_on() {
        const auto to = Handle::parse(to_);
        if (!to) {
            context_.warn(Msg::bad_handle, visible_line(to_));
            context_.exit = Exit::usage;
            return;
        }
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        Session& session = *open->session;
        const auto told = tell(session, what_, context_.language);
        if (!told) return report(context_, told.error());
        const auto circles = circles_to_forward(session, *told, *to);
        if (!circles) return report(context_, circles.error());
        const auto information = forwarded(*told, context_.language);
        if (!information) return report(context_, information.error());
        const auto receipt = show_and_send(
            context_, session, information_draft(*information, *circles),
            {context_.say(Msg::send_summary, context_.say(Msg::send_kind_information), visible_line(information->title))},
            options_);
        if (!receipt) return;
        const auto id = id_text(receipt->leaf.id);
        if (context_.json)
            return context_.print_json({{"index", receipt->index}, {"id", id}, {"of", told->origin.index}, {"to", to->text()}});
        context_.print(Msg::sent_entry, receipt->index, id.substr(0, 8));
    }

    void show() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        const auto told = tell(*open->session, what_, context_.language);
        if (!told) return report(context_, told.error());
        const auto& origin = told->origin;
        if (context_.json)
            return context_.print_json({{"index", origin.index}, {"id", id_text(origin.id)}, {"number", told->number},
                                        {"from", origin.author.text()}, {"time", origin.time}, {"title", told->title},
                                        {"text", told->text}});
        std::cout << (told->number.empty() ? "#" + std::to_string(origin.index) : told->number) << "  "
                  << visible_line(told->title) << '\n'
                  << context_.say(Msg::list_from) << ": " << origin.author.text() << ", " << shown_time(origin.time) << "\n\n"
                  << visible(told->text) << '\n';
    }

    std::string what_, to_;
    SendOptions options_;
};

}  // namespace

std::unique_ptr<Command> forward_commands(CLI::App& app, Context& context) {
    return std::make_unique<ForwardCommands>(app, context);
}

}  // namespace clients::cli
