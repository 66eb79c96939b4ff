// network create; circle create|join|leave|admit|dismiss
#include "clients/cli/commands/command.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/compilation/member_states.hpp"
#include "clients/core/session/founding.hpp"
#include "crypto/encoding.hpp"
#include "protocol/content/calendar.hpp"
#include "protocol/limits.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

class NetworkCommands final : public Command {
public:
    NetworkCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* network = app.add_subcommand("network", context_.say(Msg::help_network))->require_subcommand(1);
        CLI::App* create = declare(*network, "create", Msg::help_network_create, [this] { found(); });
        create->add_option("--gateway", gateway_, context_.say(Msg::help_gateway))->required();
        create->add_option("--pin", pin_, context_.say(Msg::help_pin))->required();
        create->add_option("--token-file", token_file_, context_.say(Msg::help_token_file));
        create->add_option("--name", name_, context_.say(Msg::help_network_name))->capture_default_str();
        create->add_option("--person", contact_.name, context_.say(Msg::help_person));
        create->add_option("--email", contact_.email, context_.say(Msg::help_email));

        CLI::App* circle = app.add_subcommand("circle", context_.say(Msg::help_circle_command))->require_subcommand(1);
        using Action = CircleClaim::Action;
        add_action(*circle, "create", Msg::help_circle_create, Action::create, Msg::circle_made);
        add_action(*circle, "join", Msg::help_circle_join, Action::join, Msg::circle_joined);
        add_action(*circle, "leave", Msg::help_circle_leave, Action::leave, Msg::circle_left);
        CLI::App* admit = add_action(*circle, "admit", Msg::help_circle_admit, Action::admit, Msg::circle_admitted);
        admit->add_option("HANDLE", person_, context_.say(Msg::help_circle_person))->required();
        admit->add_option("--until", until_, context_.say(Msg::help_admit_until));
        add_action(*circle, "dismiss", Msg::help_circle_dismiss, Action::dismiss, Msg::circle_dismissed)
            ->add_option("HANDLE", person_, context_.say(Msg::help_circle_person))->required();
    }

private:
    CLI::App* add_action(CLI::App& circle, const char* name, Msg help, CircleClaim::Action action, Msg done) {
        CLI::App* command = declare(circle, name, help, [this, action, done] { change_circle(action, done); });
        command->add_option("NAME", group_, context_.say(Msg::help_group_name))->required();
        return command;
    }

    std::optional<EnrolmentToken> read_token() {
        std::optional<std::string> text;
        if (!token_file_.empty()) text = read_file(context_, token_file_);
        else text = ask_line(context_.say(Msg::ask_token));
        if (!text) return std::nullopt;
        while (!text->empty() && (text->back() == '\n' || text->back() == '\r' || text->back() == ' ')) text->pop_back();
        const auto bytes = crypto::fixed<32>(crypto::base64_decode(*text));
        if (!bytes) {
            context_.warn(Msg::bad_token);
            return std::nullopt;
        }
        return EnrolmentToken(std::span<const std::uint8_t, 32>(*bytes));
    }

    void found() {
        context_.exit = Exit::usage;   // until everything that was typed has been looked at
        const auto pin = crypto::fixed<32>(crypto::hex_decode(pin_));
        if (!pin) return context_.warn(Msg::bad_pin);
        if (name_.empty() || name_.size() > protocol::limits::name_bytes_max || !is_plain_text(name_))
            return context_.warn(Msg::bad_network_name);
        if (contact_.name.empty()) contact_.name = ask_line(context_.say(Msg::ask_person)).value_or("");
        if (contact_.email.empty()) contact_.email = ask_line(context_.say(Msg::ask_email)).value_or("");
        if (!is_valid(contact_)) return context_.warn(Msg::bad_contact);
        if (context_.offline) return report(context_, {.code = session_errc::asked_offline, .problem = {}, .detail = {}});
        auto token = read_token();
        if (!token) return;
        auto open = create_home(context_);
        if (!open) return;

        std::vector<Member> states;
        for (const auto& state : compilation::member_states()) states.push_back(*Member::parse(state.member.code));
        const auto sent = found_network(*open->session, {.name = name_, .states = std::move(states), .gateway = gateway_,
                                                         .pin = *pin,
                                                         .token = std::move(*token), .founder = contact_});
        if (!sent) return report(context_, sent.error());
        if (!sync_to_send(context_, *open->session)) return;
        context_.exit = Exit::done;
        const auto id = id_text(open->session->state().network());
        const auto handle = open->session->identity().handle.text();
        if (context_.json) return context_.print_json({{"network", id}, {"handle", handle}});
        context_.print(Msg::network_founded, name_, handle);
        context_.print(Msg::network_id_line, id);
        context_.print(Msg::network_next);
    }

    template <class... Args>
    std::nullopt_t refuse(Msg why, const Args&... args) {
        context_.warn(why, args...);
        context_.exit = Exit::usage;
        return std::nullopt;
    }

    // What was asked for; nothing when it is not well-formed (said).
    std::optional<CircleClaim> circle_claim(CircleClaim::Action action) {
        const auto circle = Circle::parse(group_.starts_with("group:") ? group_ : "group:" + group_);
        if (!circle) return refuse(Msg::bad_circle, visible_line(group_));
        CircleClaim claim{.circle = *circle, .action = action, .history = true};
        if (!person_.empty()) claim.person = Handle::parse(person_);
        if (!person_.empty() && !claim.person) return refuse(Msg::bad_handle, visible_line(person_));
        if (until_.empty()) return claim;
        const auto date = content::parse_date(until_);
        if (date) claim.until = content::end_of_day_in_strasbourg(*date);
        if (!date || *claim.until <= unix_now()) return refuse(Msg::bad_until, visible_line(until_));
        return claim;
    }

    void change_circle(CircleClaim::Action action, Msg done) {
        const auto claim = circle_claim(action);
        if (!claim) return;
        const Circle* circle = &claim->circle;
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        auto composer = open->session->compose();
        if (!composer) return report(context_, composer.error());
        if (const auto error =
                composer->add({.kind = Kind::circle, .to = {}, .devices = {}, .refs = {}, .claim = *claim, .content = {}}))
            return report(context_, {.code = error, .problem = {}, .detail = circle->text()});
        Keyring made;
        // The first state to join gives the group its first epoch.
        if (action == CircleClaim::Action::join && composer->state().find_circle(*circle)->current() == 0)
            if (const auto error = composer->add_rotation(*circle, made))
                return report(context_, {.code = error, .problem = {}, .detail = circle->text()});
        const auto sent = open->session->send(*composer, nullptr, std::move(made));
        if (!sent) return report(context_, sent.error());
        const std::uint64_t index = sent->receipts.front().index;
        if (context_.json) return context_.print_json({{"circle", circle->text()}, {"index", index}});
        context_.print(done, circle->text(), index, person_);
    }

    std::string gateway_, pin_, token_file_, group_, person_, until_;
    std::string name_ = "Network of Focal Points on Migration";
    Contact contact_;
};

}  // namespace

std::unique_ptr<Command> network_commands(CLI::App& app, Context& context) {
    return std::make_unique<NetworkCommands>(app, context);
}

}  // namespace clients::cli
