// invite, join, approve, directory
#include "clients/cli/commands/command.hpp"
#include "clients/cli/limits.hpp"
#include "clients/cli/notices.hpp"
#include "clients/cli/proposal_words.hpp"
#include "clients/cli/table.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/upkeep_words.hpp"
#include "clients/core/compilation/member_states.hpp"
#include "clients/core/session/devices.hpp"
#include "clients/core/session/exchange.hpp"
#include "clients/core/session/joining.hpp"
#include "protocol/content/calendar.hpp"
#include "protocol/limits.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

constexpr std::int64_t day_s = 86'400;

class PeopleCommands final : public Command {
public:
    PeopleCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* invite = declare(app, "invite", Msg::help_invite, [this] { invite_all(); });
        invite->add_option("HANDLE", handles_, context_.say(Msg::help_handles));
        invite->add_flag("--all-states", all_states_, context_.say(Msg::help_all_states));
        invite->add_option("--role", role_, context_.say(Msg::help_role));
        invite->add_option("--days", days_, context_.say(Msg::help_days))
            ->check(CLI::Range(1, cli::limits::invitation_days_max)
                        .description("1-" + std::to_string(cli::limits::invitation_days_max)));
        invite->add_option("-d,--directory", folder_, context_.say(Msg::help_directory_out));

        CLI::App* join = declare(app, "join", Msg::help_join, [this] { join_network(); });
        join->add_option("FILE", file_, context_.say(Msg::help_file))->required();
        join->add_option("--person", contact_.name, context_.say(Msg::help_person));
        join->add_option("--email", contact_.email, context_.say(Msg::help_email));
        join->add_option("--institution", contact_.institution, context_.say(Msg::help_institution));
        join->add_option("--telephone", contact_.telephone, context_.say(Msg::help_telephone));

        CLI::App* approve = declare(app, "approve", Msg::help_approve, [this] { approve_one(); });
        approve->add_option("HANDLE", handle_, context_.say(Msg::help_handles))->required();
        approve->add_option("--until", until_, context_.say(Msg::help_until));

        declare(app, "directory", Msg::help_directory, [this] { show_directory(); });
    }

private:
    std::optional<Handle> parse_handle(const std::string& text) {
        auto handle = Handle::parse(text);
        if (!handle) {
            context_.warn(Msg::bad_handle, visible_line(text));
            context_.exit = Exit::usage;
        }
        return handle;
    }

    // ---- invite ----

    std::optional<std::vector<Handle>> wanted_handles(const Session& session) {
        std::vector<Handle> out;
        for (const auto& text : handles_) {
            const auto handle = parse_handle(text);
            if (!handle) return std::nullopt;
            out.push_back(*handle);
        }
        if (all_states_)
            for (const auto& [member, state] : session.state().members())
                if (!member.is_dmr() && session.state().seated(member, unix_now()).empty()) {
                    const auto handle = Handle::parse(member.text() + ".01");
                    if (!session.state().find_person(*handle)) out.push_back(*handle);
                }
        return out;
    }

    void invite_all() {
        if (handles_.empty() && !all_states_) {
            context_.warn(Msg::bad_handle, "");
            context_.exit = Exit::usage;
            return;
        }
        const auto role = parse_role(role_);
        if (!role_.empty() && !role) {
            context_.warn(Msg::role_needs_name, visible_line(role_));
            context_.exit = Exit::usage;
            return;
        }
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        const auto handles = wanted_handles(*open->session);
        if (!handles) return;
        if (!folder_.empty()) std::filesystem::create_directories(folder_);
        OrderedJson list = OrderedJson::array();
        for (const Handle& handle : *handles) {
            const InvitationOrder order{.handle = handle,
                                        .role = role.value_or(handle.member().is_dmr() ? Role::officer : Role::focal_point),
                                        .valid_s = days_ * day_s};
            const auto file = clients::invite(*open->session, order);
            if (!file) return report(context_, file.error());
            const auto path = std::filesystem::path(folder_) / (handle.text() + ".invitation");
            if (!write_file(context_, path, *file, /*secret=*/true)) return;
            const std::int64_t expires = unix_now() + order.valid_s;
            context_.print(Msg::invited, handle.text(), visible_line(path.string()), shown_time(expires));
            list.push_back({{"handle", handle.text()}, {"file", path.string()}, {"expires", expires}});
        }
        if (context_.json) return context_.print_json({{"invitations", list}});
        context_.print(handles->empty() ? Msg::invite_none : Msg::invite_next);
    }

    // ---- join ----

    Reach reach() const { return context_.offline ? Reach::carrier : Reach::gateway; }

    void join_network() {
        const auto text = file_ == "-" ? pasted() : read_file(context_, file_);
        if (!text) return;
        const auto invitation = parse_invitation_file(*text);
        if (!invitation) return report(context_, {.code = invitation.error(), .problem = {}, .detail = file_});
        // Tried again after a lost answer: the same keys, the same enrolment.
        if (std::filesystem::exists(context_.home / "home.json")) {
            auto open = open_home(context_);
            if (!open) return;
            const auto words = resume_join(*open->session, reach());
            if (!words) return report(context_, words.error());
            if (!*words) return report(context_, {.code = home_errc::home_exists, .problem = {}, .detail = {}});
            if (invitation->invitation.purpose == Purpose::device) return show_device(*open->session);
            return show_words(invitation->invitation, **words);
        }
        if (invitation->invitation.purpose == Purpose::device) return join_as_device(*invitation);
        if (contact_.name.empty()) contact_.name = ask_line(context_.say(Msg::ask_person)).value_or("");
        if (contact_.email.empty()) contact_.email = ask_line(context_.say(Msg::ask_email)).value_or("");
        if (!is_valid(contact_)) {
            context_.warn(Msg::bad_contact);
            context_.exit = Exit::usage;
            return;
        }
        auto open = create_home(context_);
        if (!open) return;
        const auto words = clients::join(*open->session, *invitation, contact_, reach());
        if (!words) return report(context_, words.error());
        show_words(invitation->invitation, *words);
    }

    // From standard input, up to the line that ends an invitation.
    std::optional<std::string> pasted() {
        if (is_terminal(Stream::input)) std::cerr << context_.say(Msg::ask_code) << '\n';
        std::string out;
        while (out.size() < protocol::limits::invitation_bytes_max) {
            const auto line = ask_line("");
            if (!line) break;
            out += *line + "\n";
            if (line->starts_with("secret ")) break;
        }
        return out;
    }

    void join_as_device(const InvitationFile& file) {
        auto open = create_home(context_);
        if (!open) return;
        const auto enrolled = join_device(*open->session, file);
        if (!enrolled) return report(context_, enrolled.error());
        show_device(*open->session);
    }

    void show_device(const Session& session) {
        const auto& identity = session.identity();
        if (context_.json) return context_.print_json({{"handle", identity.handle.text()}, {"device", identity.key_id().text()}});
        context_.print(Msg::device_joined, identity.handle.text(), identity.key_id().text());
        context_.print(Msg::device_joined_next);
    }

    void show_words(const Invitation& invitation, const crypto::SafetyWords& words) {
        const auto text = crypto::safety_words_text(words);
        if (context_.json)
            return context_.print_json(
                {{"handle", invitation.handle.text()}, {"inviter", invitation.inviter.text()}, {"safety_words", text}});
        context_.print(Msg::joined, invitation.handle.text());
        context_.print(Msg::safety_words_line, text);
        if (context_.offline) context_.print(Msg::join_carry);
        context_.print(Msg::join_next, invitation.inviter.text());
        // Alone in the seat: nobody could hand the past back to a new device.
        if (invitation.founds_epoch > 0 && invitation.role == Role::focal_point) context_.print(Msg::join_recovery);
    }

    // ---- approve ----

    std::optional<std::int64_t> end_of_term() {
        const auto date = content::parse_date(until_);
        const std::int64_t end = date ? content::end_of_day_in_strasbourg(*date) : 0;
        if (end > unix_now()) return end;
        context_.warn(Msg::bad_until, visible_line(until_));
        context_.exit = Exit::usage;
        return std::nullopt;
    }

    void approve_one() {
        const auto handle = parse_handle(handle_);
        if (!handle) return;
        std::optional<std::int64_t> until;
        if (!until_.empty()) until = end_of_term();
        if (!until_.empty() && !until) return;
        auto open = open_home(context_);
        if (!open || !sync_to_send(context_, *open->session)) return;
        const auto candidate = clients::candidate(*open->session, *handle);
        if (!candidate) return report(context_, candidate.error());
        const auto& contact = candidate->contact;
        // To standard error, with the question: the output is for the result.
        std::cerr << context_.say(Msg::candidate_line, visible_line(contact.name), handle->text(),
                                  role_name(candidate->invitation.role), visible_line(contact.email)) << '\n';
        if (candidate->second_uses > 0) context_.warn(Msg::candidate_second_use, candidate->second_uses);
        const auto words = ask_line(context_.say(Msg::ask_words, visible_line(contact.name)));
        // Name and address are sealed to the network: it must be open, whosever turn that would be.
        if (const auto tended = tend_aloud(context_, *open->session, {Circle::network()}); !tended)
            return report(context_, tended.error());
        const auto approved = clients::approve(*open->session, *candidate, words.value_or(""), until);
        if (!approved) return report(context_, approved.error());
        const auto& receipt = approved->sent.receipts.front();
        if (context_.json)
            return context_.print_json({{"handle", handle->text()}, {"index", receipt.index}, {"proposed", approved->proposed}});
        if (!approved->proposed) return context_.print(Msg::approved, handle->text(), receipt.index);
        if (!sync_to_send(context_, *open->session)) return;
        for (const auto& waiting : waiting_proposals(*open->session))
            if (waiting.id == receipt.leaf.id)
                context_.print(Msg::proposed, receipt.index, proposal_words(context_, waiting),
                               parties_words(context_, waiting.proposal.waiting));
    }

    // ---- directory ----

    void show_directory() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        const auto rows = directory(*open->session);
        const auto empty = empty_seats(open->session->state(), unix_now());
        if (context_.json) {
            OrderedJson list = OrderedJson::array();
            for (const auto& row : rows) {
                OrderedJson item = {{"handle", row.person.handle.text()}, {"member", row.person.handle.member().text()},
                                    {"role", role_name(row.person.role)}, {"active", row.person.active(unix_now())},
                                    {"devices", OrderedJson::array()}};
                for (const auto& [key, device] : row.person.devices) item["devices"].push_back(key.text());
                if (row.person.revoked) item["revoked"] = content::format_utc(*row.person.revoked);
                if (row.person.until) item["until"] = content::format_utc(*row.person.until);
                if (row.contact) {
                    item["name"] = row.contact->name;
                    item["email"] = row.contact->email;
                    if (!row.contact->institution.empty()) item["institution"] = row.contact->institution;
                    if (!row.contact->telephone.empty()) item["telephone"] = row.contact->telephone;
                }
                list.push_back(std::move(item));
            }
            return context_.print_json(
                {{"persons", list}, {"vacant", texts(empty.vacant)}, {"suspended", texts(empty.suspended)}});
        }
        Table table({context_.say(Msg::list_handle), context_.say(Msg::list_state), context_.say(Msg::list_role),
                     context_.say(Msg::list_name), context_.say(Msg::list_email), context_.say(Msg::list_until)});
        const Person* me = open->session->state().find_person(open->session->identity().handle);
        // Names and addresses are sealed to the network: others than officers and focal points are not given them.
        const auto unknown = context_.say(me && me->seated() ? Msg::unopened : Msg::directory_closed);
        for (const auto& row : rows) {
            if (!row.person.active(unix_now())) continue;
            const auto member = compilation::find_member(row.person.handle.member().text());
            table.add({row.person.handle.text(), member.name(context_.language), std::string(role_name(row.person.role)),
                       row.contact ? row.contact->name : unknown, row.contact ? row.contact->email : "",
                       row.person.until ? shown_time(*row.person.until) : ""});
        }
        add_empty(table, empty.vacant, Msg::seat_vacant);
        add_empty(table, empty.suspended, Msg::seat_suspended);
        table.print();
    }

    void add_empty(Table& table, const std::vector<Member>& members, Msg state) const {
        for (const Member& member : members) table.add({"", member_name(context_, member), context_.say(state), "", "", ""});
    }

    std::vector<std::string> handles_;
    bool all_states_ = false;
    std::string role_, folder_, file_, handle_, until_;
    std::int64_t days_ = protocol::limits::invitation_valid_s / day_s;
    Contact contact_;
};

}  // namespace

std::unique_ptr<Command> people_commands(CLI::App& app, Context& context) {
    return std::make_unique<PeopleCommands>(app, context);
}

}  // namespace clients::cli
