// consent, confirm, acknowledge
#include "clients/cli/commands/command.hpp"
#include "clients/cli/notices.hpp"
#include "clients/cli/proposal_words.hpp"
#include "clients/cli/sending.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/session/register_words.hpp"
#include "clients/core/session/seats.hpp"
#include "protocol/limits.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

class ConsentCommands final : public Command {
public:
    ConsentCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* consent = declare(app, "consent", Msg::help_consent, [this] { id_.empty() ? list() : give(); });
        consent->add_option("ID", id_, context_.say(Msg::help_consent_id));
        consent->add_flag("--yes", options_.yes, context_.say(Msg::help_yes));
        consent->add_flag("--dry-run", options_.dry_run, context_.say(Msg::help_dry_run));
        declare(app, "confirm", Msg::help_confirm, [this] { confirm_one(); })
            ->add_option("HANDLE", handle_, context_.say(Msg::help_handles))->required();
        declare(app, "acknowledge", Msg::help_acknowledge, [this] { acknowledge_all(); });
    }

private:
    // ---- consent ----

    void list() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        const auto waiting = waiting_proposals(*open->session);
        if (context_.json) {
            OrderedJson list = OrderedJson::array();
            for (const auto& one : waiting) list.push_back(proposal_json(one));
            return context_.print_json({{"proposals", list}});
        }
        if (waiting.empty()) return context_.print(Msg::proposals_none);
        for (const auto& one : waiting) std::cout << line_of(one) << '\n';
    }

    std::string line_of(const WaitingProposal& waiting) const {
        const auto& proposal = waiting.proposal;
        return context_.say(Msg::proposal_line, proposal.at.index, proposal.source.author.text(), shown_time(proposal.at.time),
                            proposal_words(context_, waiting), parties_words(context_, proposal.waiting),
                            shown_time(proposal.at.time + protocol::limits::proposal_s_max));
    }

    void give() {
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        Session& session = *open->session;
        const auto waiting = find_proposal(session, id_);
        if (!waiting) return report(context_, waiting.error());
        if (!waiting->mine) return report(context_, {.code = session_errc::nothing_to_consent, .problem = {}, .detail = {}});
        (options_.dry_run && !context_.json ? std::cout : std::cerr) << line_of(*waiting) << '\n';
        auto summary = proposal_json(*waiting);
        summary["dry_run"] = true;
        const auto words = waiting->compares_words && !options_.dry_run ? ask_words(*waiting) : std::string();
        if (!may_send(context_, options_, Msg::ask_consent, Msg::not_sent, summary)) return;
        const auto sent = clients::consent(session, *waiting, words);
        if (!sent) return report(context_, sent.error());
        if (!sync_to_send(context_, session)) return;
        say_consented(session, *waiting, sent->receipts.front().index);
    }

    std::string ask_words(const WaitingProposal& waiting) {
        const auto& contact = waiting.contact;
        const auto who = contact ? visible_line(contact->name) : std::get<DesignationClaim>(waiting.proposal.claim).handle.text();
        return ask_line(context_.say(Msg::ask_words, who)).value_or("");
    }

    void say_consented(const Session& session, const WaitingProposal& waiting, std::uint64_t index) {
        const auto left = session.state().proposals().find(waiting.id);
        const bool waits = left != session.state().proposals().end();
        if (context_.json)
            return context_.print_json({{"index", index}, {"proposal", id_text(waiting.id)}, {"effective", !waits}});
        context_.print(Msg::consented, index, proposal_words(context_, waiting));
        if (waits) context_.print(Msg::consented_waits, parties_words(context_, left->second.waiting));
    }

    // ---- confirm ----

    void confirm_one() {
        const auto handle = Handle::parse(handle_);
        if (!handle) {
            context_.warn(Msg::bad_handle, visible_line(handle_));
            context_.exit = Exit::usage;
            return;
        }
        auto open = open_home(context_);
        if (!open || !ready_to_send(context_, *open->session)) return;
        Session& session = *open->session;
        if (*handle == session.identity().handle) return show_own(session, *handle);
        const auto typed = ask_line(context_.say(Msg::confirm_ask, handle->text()));
        const auto confirmed = confirm_seat(session, *handle, typed.value_or(""));
        if (!confirmed) return report(context_, confirmed.error());
        context_.notices = notice_lines(context_, session);
        if (context_.json) return context_.print_json({{"confirmed", handle->text()}});
        context_.print(Msg::confirmed, handle->text(), member_name(context_, handle->member()));
    }

    void show_own(Session& session, const Handle& me) {
        const auto words = words_of_person(session, me);
        if (!words) return report(context_, words.error());
        const auto text = crypto::safety_words_text(*words);
        if (context_.json) return context_.print_json({{"handle", me.text()}, {"safety_words", text}});
        context_.print(Msg::confirm_own, text);
    }

    // ---- acknowledge ----

    void acknowledge_all() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        Session& session = *open->session;
        auto changes = open_changes(session);
        std::erase_if(changes, [](const AuthorityChange& change) { return change.what == AuthorityChange::What::seat_founded; });
        acknowledge(session, changes);
        context_.notices = notice_lines(context_, session);
        if (context_.json) {
            OrderedJson list = OrderedJson::array();
            for (const auto& change : changes) list.push_back(OrderedJson(change_json(change)));
            return context_.print_json({{"acknowledged", list}});
        }
        if (changes.empty()) return context_.print(Msg::acknowledged_none);
        for (const auto& change : changes) std::cout << change_words(context_, change) << '\n';
        context_.print(Msg::acknowledged, changes.size());
    }

    std::string id_, handle_;
    SendOptions options_;
};

}  // namespace

std::unique_ptr<Command> consent_commands(CLI::App& app, Context& context) {
    return std::make_unique<ConsentCommands>(app, context);
}

}  // namespace clients::cli
