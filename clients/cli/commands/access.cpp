// access show|apply
#include "clients/cli/access_view.hpp"
#include "clients/cli/commands/command.hpp"
#include "clients/cli/sending.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/access/access_file.hpp"
#include "clients/core/compilation/member_states.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

class AccessCommands final : public Command {
public:
    AccessCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* access = app.add_subcommand("access", context_.say(Msg::help_access))->require_subcommand(1);
        CLI::App* show = declare(*access, "show", Msg::help_access_show, [this] { show_lists(); });
        show->add_option("MEMBER", member_, context_.say(Msg::help_access_member));
        CLI::Option* list =
            show->add_option("--list", list_, context_.say(Msg::help_access_list))->check(CLI::IsMember({"dmr", "own"}));
        show->add_option("-o,--output", output_, context_.say(Msg::help_output))->needs(list);

        CLI::App* apply = declare(*access, "apply", Msg::help_access_apply, [this] { apply_file(); });
        apply->add_option("FILE", file_, context_.say(Msg::help_access_file))->required();
        apply->add_flag("--yes", options_.yes, context_.say(Msg::help_yes));
        apply->add_flag("--dry-run", options_.dry_run, context_.say(Msg::help_dry_run));
        apply->add_flag("--lock-me-out", lock_me_out_, context_.say(Msg::help_lock_me_out));
    }

private:
    template <class... Args>
    void refuse(Exit exit, Msg message, const Args&... args) {
        context_.warn(message, args...);
        context_.exit = exit;
    }

    // ---- show ----

    void show_lists() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        const auto& state = open->session->state();
        const auto member = member_.empty() ? open->session->identity().handle.member() : Member::parse(member_);
        if (!member || !state.members().contains(*member))
            return refuse(Exit::refused, Msg::access_unknown_member, visible_line(member_));
        if (list_.empty()) return show_access(context_, *open->session, *member);
        write_list(access::lists_of(state, *member), *member);
    }

    void write_list(access::Lists lists, const Member& member) {
        auto list = lists.of(list_ == "dmr" ? ListSide::dmr : ListSide::own);
        // An own list to begin with: it grants what the secretariat's grants, so it limits nothing yet.
        if (!list && list_ == "own" && lists.dmr) {
            list = lists.dmr;
            list->side = ListSide::own;
        }
        if (!list) return refuse(Exit::refused, Msg::access_list_absent, member.text());
        const auto text = access::access_file_text(*list, context_.language);
        if (output_.empty()) std::cout << text;
        else if (!write_file(context_, output_, text)) return;
        else if (context_.json) context_.print_json({{"file", output_}});
        else context_.print(Msg::file_written, visible_line(output_));
    }

    // ---- apply ----

    std::optional<AccessList> read_list() {
        const auto text = read_file(context_, file_);
        if (!text) return std::nullopt;
        auto list = access::parse_access_file(*text);
        if (list) return std::move(*list);
        refuse(Exit::refused, Msg::text_refused, visible_line(file_), describe(context_.language, list.error()));
        return std::nullopt;
    }

    // Who may sign which list; judge() would say no more than that this role may not.
    bool may_sign(const Session& session, const AccessList& list) {
        const auto& me = session.identity().handle;
        const Person* person = session.state().find_person(me);
        const std::string member = list.member.text();
        if (!session.state().members().contains(list.member)) refuse(Exit::refused, Msg::access_unknown_member, member);
        else if (list.side == ListSide::dmr && !(person && person->role == Role::officer))
            refuse(Exit::refused, Msg::access_needs_officer, me.text(), person ? role_name(person->role) : "-");
        else if (list.side == ListSide::own && me.member() != list.member)
            refuse(Exit::refused, Msg::access_needs_member, member, member, me.text());
        else return true;
        return false;
    }

    // Applying lists is a right of the role and cannot be lost by a list; seeing what one's own member is sent can.
    bool keeps_me_in(const Session& session, const access::Lists& before, const access::Lists& after) {
        const auto& me = session.identity().handle;
        if (lock_me_out_) return true;
        const Person* person = session.state().find_person(me);
        const access::Subject subject{.person = me, .role = person ? person->role : Role::focal_point};
        const auto reads = [&](const access::Lists& lists, const Circle& circle) {
            const auto rights = effective_rights(lists, subject);
            return std::ranges::any_of(rights.read, [&](const CirclePattern& pattern) { return pattern.matches(circle); });
        };
        std::vector<std::string> lost;
        for (const Circle& circle : {Circle::network(), Circle::of(me.member())})
            if (reads(before, circle) && !reads(after, circle)) lost.push_back(circle.text());
        if (lost.empty()) return true;
        refuse(Exit::usage, Msg::access_locks_out, joined(lost));
        return false;
    }

    // On standard error, where the question stands too, unless it is the result itself.
    void show_changes(Session& session, const AccessList& list, const std::vector<access::Change>& changes) {
        std::ostream& out = options_.dry_run && !context_.json ? std::cout : std::cerr;
        const auto name = compilation::find_member(list.member.text()).name(context_.language);
        out << context_.say(list.side == ListSide::dmr ? Msg::access_apply_dmr : Msg::access_apply_own, name, list.member.text(),
                            visible_line(file_))
            << '\n';
        for (const auto& line : change_lines(context_, changes)) out << line << '\n';
        if (changes.empty()) out << context_.say(Msg::access_no_effect) << '\n';
        else if (const auto names = felt_by(context_, session, changes); !names.empty())
            out << context_.say(Msg::access_felt_by, names) << '\n';
        else out << context_.say(Msg::access_felt_by_nobody) << '\n';
    }

    void apply_file() {
        const auto list = read_list();
        if (!list) return;
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        Session& session = *open->session;
        if (!may_sign(session, *list)) return;
        const auto before = access::lists_of(session.state(), list->member);
        auto after = before;
        after.of(list->side) = *list;
        if (after.dmr == before.dmr && after.own == before.own) {
            if (context_.json) return context_.print_json({{"member", list->member.text()}, {"changed", false}});
            return context_.print(Msg::access_in_force_already);
        }
        const auto changes = access::changes(before, after, access::subjects_of(session.state(), list->member, unix_now()));
        show_changes(session, *list, changes);
        if (list->member == session.identity().handle.member() && !keeps_me_in(session, before, after)) return;
        submit(session, *list, changes);
    }

    void submit(Session& session, const AccessList& list, const std::vector<access::Change>& changes) {
        const auto& in_force = session.state().members().at(list.member).lists;
        const auto current = in_force.find(list.side);
        AccessClaim claim{.list = list, .replaces = {}};
        if (current != in_force.end()) claim.replaces = current->second.second;
        auto composer = session.compose();
        if (!composer) return report(context_, composer.error());
        if (const auto error =
                composer->add({.kind = Kind::access, .to = {}, .devices = {}, .refs = {}, .claim = claim, .content = {}}))
            return report(context_, {.code = error, .problem = {}, .detail = {}});
        OrderedJson out = {{"member", list.member.text()},
                           {"list", list.side == ListSide::dmr ? "dmr" : "own"},
                           {"changes", changes_json(changes)}};
        OrderedJson dry_run = {{"dry_run", true}};
        dry_run.update(out);
        if (!may_send(context_, options_, Msg::ask_apply, Msg::access_not_applied, dry_run)) return;
        const auto sent = session.send(*composer, nullptr);
        if (!sent) {
            report(context_, sent.error());
            if (context_.exit == Exit::try_again) context_.warn(Msg::kept_in_outbox);
            return;
        }
        const auto& receipt = sent->receipts.front();
        out["index"] = receipt.index;
        out["id"] = id_text(receipt.leaf.id);
        if (context_.json) return context_.print_json(out);
        context_.print(Msg::access_applied, receipt.index);
    }

    std::string member_, list_, output_, file_;
    bool lock_me_out_ = false;
    SendOptions options_;
};

}  // namespace

std::unique_ptr<Command> access_commands(CLI::App& app, Context& context) {
    return std::make_unique<AccessCommands>(app, context);
}

}  // namespace clients::cli
