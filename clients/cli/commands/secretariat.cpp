// secretariat handover; network settings|member|close-founding|gateway-pins; retention
#include <charconv>

#include "clients/cli/acting.hpp"
#include "clients/cli/commands/command.hpp"
#include "clients/cli/notices.hpp"
#include "clients/cli/terminal.hpp"
#include "crypto/encoding.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

class SecretariatCommands final : public Command {
public:
    // After network_commands(), which has declared `network`.
    SecretariatCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* secretariat = app.add_subcommand("secretariat", context_.say(Msg::help_secretariat))->require_subcommand(1);
        CLI::App* handover = declare(*secretariat, "handover", Msg::help_handover, [this] { hand_over(); });
        handover->add_option("--closes", closes_, context_.say(Msg::help_closes))->required()->delimiter(',');
        handover->add_option("--opens", opens_, context_.say(Msg::help_opens))->required()->delimiter(',');
        add_asking(*handover);

        CLI::App& network = *app.get_subcommand("network");
        CLI::App* settings = declare(network, "settings", Msg::help_settings, [this] { set(); });
        settings->add_option("SETTING", settings_, context_.say(Msg::help_setting));
        add_asking(*settings);
        CLI::App* member = declare(network, "member", Msg::help_member, [this] { change_member(); });
        member->add_option("MEMBER", member_, context_.say(Msg::help_member_code))->required();
        auto* admit = member->add_flag("--admit", admit_, context_.say(Msg::help_member_admit));
        member->add_flag("--suspend", suspend_, context_.say(Msg::help_member_suspend))->excludes(admit);
        add_asking(*member);
        add_asking(*declare(network, "close-founding", Msg::help_close_founding, [this] { close_founding(); }));
        CLI::App* pins = declare(network, "gateway-pins", Msg::help_gateway_pins, [this] { change_pins(); });
        pins->add_option("--pin", pin_, context_.say(Msg::help_new_pin))->required();
        pins->add_option("--next", next_pin_, context_.say(Msg::help_next_pin));
        add_asking(*pins);

        CLI::App* retention = declare(app, "retention", Msg::help_retention, [this] { retain(); });
        retention->add_option("CIRCLE", circle_, context_.say(Msg::help_retention_circle))->required();
        retention->add_option("--years", years_, context_.say(Msg::help_retention_years))
            ->required()->check(CLI::Range(1, 100).description("1-100"));
        add_asking(*retention);
    }

private:
    void add_asking(CLI::App& command) {
        command.add_flag("--yes", options_.yes, context_.say(Msg::help_yes));
        command.add_flag("--dry-run", options_.dry_run, context_.say(Msg::help_dry_run));
    }

    template <class... Args>
    void refuse(Msg why, const Args&... args) {
        context_.warn(why, args...);
        context_.exit = Exit::usage;
    }

    // ---- secretariat handover ----

    std::optional<std::vector<Handle>> handles(const std::vector<std::string>& texts) {
        std::vector<Handle> out;
        for (const auto& text : texts) {
            const auto handle = Handle::parse(text);
            if (!handle) return refuse(Msg::bad_handle, visible_line(text)), std::nullopt;
            out.push_back(*handle);
        }
        return out;
    }

    void hand_over() {
        const auto closes = handles(closes_), opens = closes ? handles(opens_) : std::nullopt;
        if (!closes || !opens) return;
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        const auto line = context_.say(Msg::proposal_handover, joined(closes_), joined(opens_));
        act_aloud(context_, *open->session, handover_claim(*closes, *opens), line, options_);
    }

    // ---- network ----

    std::optional<SettingValues> wanted_settings() {
        SettingValues out;
        for (const auto& text : settings_) {
            const auto equals = text.find('=');
            const auto value = equals == std::string::npos ? std::string_view() : std::string_view(text).substr(equals + 1);
            std::uint64_t number = 0;
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
            if (value.empty() || error != std::errc{} || end != value.data() + value.size())
                return refuse(Msg::bad_setting, visible_line(text)), std::nullopt;
            out[text.substr(0, equals)] = number;
        }
        if (!known_settings_in_bounds(out)) return refuse(Msg::bad_setting, visible_line(joined(settings_))), std::nullopt;
        return out;
    }

    void set() {
        const auto wanted = wanted_settings();
        if (!wanted) return;
        auto open = open_home(context_);
        if (!open) return;
        if (wanted->empty()) return show_settings(*open->session);
        if (!sync_to_send(context_, *open->session)) return;
        act_aloud(context_, *open->session, settings_claim(open->session->state(), *wanted, false),
                  context_.say(Msg::act_settings, visible_line(joined(settings_))), options_);
    }

    void show_settings(Session& session) {
        if (!sync_to_read(context_, session)) return;
        const bool founding = session.state().founding(register_now(session));
        OrderedJson values = OrderedJson::object();
        for (const auto& [name, value] : session.state().settings()) values[name] = value;
        if (context_.json) return context_.print_json({{"settings", values}, {"founding", founding}});
        for (const auto& [name, value] : session.state().settings()) std::cout << name << '=' << value << '\n';
        context_.print(founding ? Msg::founding_open : Msg::founding_over);
    }

    void close_founding() {
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        act_aloud(context_, *open->session, settings_claim(open->session->state(), {}, true),
                  context_.say(Msg::act_close_founding), options_);
    }

    void change_member() {
        const auto member = Member::parse(member_);
        if (!member || member->is_dmr()) return refuse(Msg::bad_member, visible_line(member_));
        if (!admit_ && !suspend_) return refuse(Msg::member_needs_act);
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        const auto status = admit_ ? MemberClaim::Status::admitted : MemberClaim::Status::suspended;
        const auto line = context_.say(admit_ ? Msg::proposal_admit : Msg::act_suspend, member_name(context_, *member));
        act_aloud(context_, *open->session, member_claim(open->session->state(), *member, status), line, options_);
    }

    void change_pins() {
        std::vector<crypto::tls::SpkiPin> pins;
        for (const auto& text : {pin_, next_pin_}) {
            if (text.empty()) continue;
            const auto pin = crypto::fixed<32>(crypto::hex_decode(text));
            if (!pin) return refuse(Msg::bad_pin);
            pins.push_back(*pin);
        }
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        const auto& state = open->session->state();
        if (!pins_continue(state, pins, register_now(*open->session))) return refuse(Msg::pins_break);
        const auto line = context_.say(Msg::proposal_gateway, next_pin_.empty() ? pin_ : pin_ + ", " + next_pin_);
        act_aloud(context_, *open->session, gateway_claim(state, std::move(pins)), line, options_);
    }

    // ---- retention ----

    void retain() {
        const auto circle = Circle::parse(circle_);
        if (!circle) return refuse(Msg::bad_circle, visible_line(circle_));
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        act_aloud(context_, *open->session, retention_claim(open->session->state(), *circle, years_),
                  context_.say(Msg::act_retention, circle->text(), years_), options_);
    }

    std::vector<std::string> closes_, opens_, settings_;
    std::string member_, pin_, next_pin_, circle_;
    bool admit_ = false, suspend_ = false;
    unsigned years_ = 0;
    SendOptions options_;
};

}  // namespace

std::unique_ptr<Command> secretariat_commands(CLI::App& app, Context& context) {
    return std::make_unique<SecretariatCommands>(app, context);
}

}  // namespace clients::cli
