// device add|approve|list; `device revoke` is `revoke` of one's own
#include "clients/cli/commands/command.hpp"
#include "clients/cli/limits.hpp"
#include "clients/cli/sending.hpp"
#include "clients/cli/stop_signal.hpp"
#include "clients/cli/table.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/session/devices.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

class DeviceCommands final : public Command {
public:
    DeviceCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* device = app.add_subcommand("device", context_.say(Msg::help_device))->require_subcommand(1);
        CLI::App* add = declare(*device, "add", Msg::help_device_add, [this] { this->add(); });
        add->add_option("-o,--output", output_, context_.say(Msg::help_device_code));
        add->add_flag("--no-wait", no_wait_, context_.say(Msg::help_device_no_wait));
        add->add_flag("--yes", options_.yes, context_.say(Msg::help_yes));
        CLI::App* approve = declare(*device, "approve", Msg::help_device_approve, [this] { approve_waiting(); });
        approve->add_flag("--yes", options_.yes, context_.say(Msg::help_yes));
        approve->add_flag("--dry-run", options_.dry_run, context_.say(Msg::help_dry_run));
        declare(*device, "list", Msg::help_device_list, [this] { list(); });
        revoke_ = device_revoke_command(*device, context);
    }

private:
    void add() {
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        const auto code = invite_device(*open->session, limits::device_code_s);
        if (!code) return report(context_, code.error());
        if (!hand_out(*code) || no_wait_) return;
        const auto file = awaited_device(*open->session);
        const auto candidate = wait_for(*open, *file);
        if (!candidate) return;
        // Others may have worked in this home meanwhile.
        const auto lock = lock_home(context_);
        if (!lock) return;
        open->session->refresh();
        if (sync_to_send(context_, *open->session)) approve(*open->session, *candidate);
    }

    bool hand_out(const std::string& code) {
        const std::int64_t expires = unix_now() + limits::device_code_s;
        if (!output_.empty()) {
            if (!write_file(context_, output_, code, /*secret=*/true)) return false;
            context_.print(Msg::device_code_file, visible_line(output_), shown_time(expires), visible_line(output_));
        } else if (!context_.json) {
            // The code alone on standard output: it can be piped.
            std::cerr << context_.say(Msg::device_code, shown_time(expires)) << '\n';
            std::cout << code << std::flush;
        }
        if (!context_.json) return true;
        OrderedJson out = {{"expires", expires}};
        if (output_.empty()) out["code"] = code;
        else out["file"] = output_;
        context_.print_json(out);
        return true;
    }

    // The home is free for other commands meanwhile. Nothing when it was interrupted, or cannot come any more (said).
    std::optional<DeviceCandidate> wait_for(OpenHome& open, const InvitationFile& file) {
        { const HomeLock ended = std::move(open.lock); }
        std::cerr << context_.say(Msg::device_waiting) << '\n';
        const StopSignal stop;
        while (true) {
            auto candidate = device_candidate(*open.session, file);
            if (candidate) return std::move(*candidate);
            const bool waits = candidate.error().code == session_errc::no_enrolment || is_worth_repeating(candidate.error());
            if (!waits || file.invitation.expires <= unix_now()) {
                const Failure expired{.code = errc::invitation_expired, .problem = {}, .detail = {}};
                report(context_, waits ? expired : candidate.error());
                return std::nullopt;
            }
            if (!stop.wait_for(limits::device_poll)) continue;
            std::cerr << context_.say(Msg::device_later) << '\n';
            return std::nullopt;
        }
    }

    void approve_waiting() {
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        const auto file = awaited_device(*open->session);
        if (!file) {
            context_.warn(Msg::device_no_code);
            context_.exit = Exit::refused;
            return;
        }
        const auto candidate = device_candidate(*open->session, *file);
        if (!candidate) return report(context_, candidate.error());
        approve(*open->session, *candidate);
    }

    void approve(Session& session, const DeviceCandidate& candidate) {
        (options_.dry_run && !context_.json ? std::cout : std::cerr)
            << context_.say(Msg::device_candidate, candidate.key.text()) << '\n';
        if (candidate.second_uses > 0) context_.warn(Msg::candidate_second_use, candidate.second_uses);
        OrderedJson summary = {{"dry_run", true}, {"device", candidate.key.text()}};
        if (!may_send(context_, options_, Msg::ask_device, Msg::not_sent, summary)) return;
        const auto sent = approve_device(session, candidate);
        if (!sent) return report(context_, sent.error());
        const auto index = sent->receipts.front().index;
        if (context_.json) return context_.print_json({{"device", candidate.key.text()}, {"index", index}});
        context_.print(Msg::device_approved, candidate.key.text(), index);
    }

    void list() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        Session& session = *open->session;
        const auto rows = device_rows(session, session.identity().handle);
        if (context_.json) {
            OrderedJson list = OrderedJson::array();
            for (const auto& row : rows) {
                OrderedJson item = {{"key", row.key.text()}, {"since", row.since}, {"this", row.mine}};
                if (row.admitted_by) item["admitted_by"] = row.admitted_by->text();
                list.push_back(std::move(item));
            }
            return context_.print_json({{"handle", session.identity().handle.text()}, {"devices", list}});
        }
        Table table({context_.say(Msg::list_device), context_.say(Msg::list_admitted_by), context_.say(Msg::list_since), ""});
        for (const auto& row : rows)
            table.add({row.key.text(), row.admitted_by ? row.admitted_by->text() : "-", shown_time(row.since),
                       row.mine ? context_.say(Msg::list_this_device) : ""});
        table.print();
    }

    std::string output_;
    bool no_wait_ = false;
    SendOptions options_;
    std::unique_ptr<Command> revoke_;
};

}  // namespace

std::unique_ptr<Command> device_commands(CLI::App& app, Context& context) {
    return std::make_unique<DeviceCommands>(app, context);
}

}  // namespace clients::cli
