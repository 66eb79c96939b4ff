// inbox, sync, status
#include <algorithm>

#include "clients/cli/attention.hpp"
#include "clients/cli/commands/command.hpp"
#include "clients/cli/notices.hpp"
#include "clients/cli/table.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/upkeep_words.hpp"
#include "clients/core/home/key_holder.hpp"
#include "clients/core/session/exchange.hpp"
#include "crypto/encoding.hpp"
#include "protocol/content/calendar.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

constexpr std::string_view inbox_value = "inbox-seen";

// One line of the inbox.
struct Line {
    Origin origin;
    std::string kind, number, title;
    bool is_new = false;
};

class ReadingCommands final : public Command {
public:
    ReadingCommands(CLI::App& app, Context& context) : Command(context) {
        declare(app, "inbox", Msg::help_inbox, [this] { inbox(); });
        declare(app, "sync", Msg::help_sync, [this] { sync(); });
        declare(app, "status", Msg::help_status, [this] { status(); });
    }

private:
    std::vector<Line> lines_of(const Exchange& exchange, const Handle& me, std::uint64_t seen) {
        const std::string closed = context_.say(Msg::unopened);
        std::vector<Line> out;
        const auto add = [&](const Origin& origin, Msg kind, std::string number, std::string title) {
            out.push_back({.origin = origin, .kind = context_.say(kind), .number = std::move(number), .title = std::move(title),
                           .is_new = origin.index >= seen && origin.author != me});
        };
        for (const auto& item : exchange.requests)
            add(item.origin, Msg::send_kind_request, item.number.text(), item.request ? item.request->title : closed);
        for (const auto& item : exchange.responses) {
            const RequestItem* request = exchange.find_request(item.request);
            add(item.origin, Msg::send_kind_response,
                request ? request->number.text() + ":" + item.origin.author.member().text() : "",
                request && request->request ? request->request->title : closed);
        }
        for (const auto& item : exchange.information)
            add(item.origin, Msg::send_kind_information, "", item.information ? item.information->title : closed);
        std::ranges::sort(out, {}, [](const Line& line) { return line.origin.index; });
        return out;
    }

    void inbox() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        Session& session = *open->session;
        const auto kept = session.store().value(inbox_value);
        const std::uint64_t seen = kept ? std::stoull(std::string(crypto::as_text(*kept))) : 0;
        const auto exchange = load_exchange(session);
        const auto lines = lines_of(exchange, session.identity().handle, seen);
        session.store().put_value(inbox_value, crypto::to_secret(std::to_string(session.view().next)));
        if (context_.json) return inbox_json(lines, exchange);
        if (lines.empty()) context_.print(Msg::inbox_empty);
        else {
            Table table({"", "#", context_.say(Msg::list_time), context_.say(Msg::list_from), context_.say(Msg::list_kind),
                         context_.say(Msg::list_number), context_.say(Msg::list_title)});
            for (const Line& line : lines)
                table.add({line.is_new ? context_.say(Msg::inbox_new) : "", "#" + std::to_string(line.origin.index),
                           shown_time(line.origin.time), line.origin.author.text(), line.kind, line.number, line.title});
            table.print();
        }
        for (const FaultItem& fault : exchange.faults)
            context_.print(Msg::fault_line, fault.index, fault.kind, fault.author, explain_fault(context_, fault.fault));
    }

    std::expected<Health, Failure> health_of(Session& session) const {
        if (context_.offline) return fail(session_errc::asked_offline);
        const auto client = session.gateway();
        if (!client) return std::unexpected(client.error());
        return (*client)->health();
    }

    void inbox_json(const std::vector<Line>& lines, const Exchange& exchange) {
        OrderedJson items = OrderedJson::array();
        for (const Line& line : lines)
            items.push_back({{"index", line.origin.index}, {"id", id_text(line.origin.id)}, {"time", line.origin.time},
                             {"from", line.origin.author.text()}, {"kind", line.kind}, {"number", line.number},
                             {"title", line.title},
                             {"new", line.is_new}});
        OrderedJson faults = OrderedJson::array();
        for (const FaultItem& fault : exchange.faults)
            faults.push_back({{"index", fault.index}, {"kind", fault.kind}, {"from", fault.author}, {"fault", fault.fault}});
        context_.print_json({{"entries", items}, {"kept_aside", faults}});
    }

    void sync() {
        auto open = open_home(context_);
        if (!open) return;
        const auto synced = sync_to_send(context_, *open->session);
        if (!synced) return;
        const std::uint64_t size = open->session->view().next;
        if (context_.json)
            return context_.print_json({{"fetched", synced->report.fetched}, {"opened", synced->report.opened},
                                        {"unopened", open->session->view().unopened.size()}, {"register_size", size},
                                        {"unasked", upkeep_json(synced->upkeep)}, {"notices", notices_json(*open->session)}});
        context_.print(Msg::synced, synced->report.fetched, synced->report.opened, size);
    }

    void status() {
        auto open = open_home(context_);
        if (!open) return;
        Session& session = *open->session;
        const bool trusted = sync_to_read(context_, session);
        if (!session.joined() || !session.state().founded()) return;
        const auto& state = session.state();
        const Person* me = state.find_person(session.identity().handle);
        const auto exchange = load_exchange(session);
        const auto health = health_of(session);
        const auto checkpoint = open_checkpoint(session.view().checkpoint, state.genesis().log);

        std::vector<std::string> circles;
        for (const Circle& circle : session.view().readable) circles.push_back(circle.text());
        OrderedJson out = {{"handle", session.identity().handle.text()}, {"role", me ? role_name(me->role) : "-"},
                           {"network", id_text(state.network())}, {"network_name", state.genesis().name},
                           {"gateway", session.identity().gateway}, {"trusted", trusted}, {"reached", health.has_value()},
                           {"register_size", session.view().next}, {"outbox", session.store().outbox().size()},
                           {"unopened", session.view().unopened.size()}, {"kept_aside", exchange.faults.size()},
                           {"circles", circles}};
        if (health) {
            out["tls_group"] = health->tls_group;
            out["clock"] = health->clock_confirmed ? "ok" : "unconfirmed";
        }
        if (checkpoint) {
            out["checkpoint_time"] = checkpoint->commitments.time;
            out["checkpoint_root"] = crypto::hex_encode(checkpoint->checkpoint.root);
        }
        if (me && me->until) out["until"] = *me->until;
        add_attention(out, session);
        const auto held = held_for(context_.home);
        if (held) out["unlocked_until"] = unix_now() + held->count();
        if (context_.json) return context_.print_json(out);

        context_.print(Msg::status_you, session.identity().handle.text(), me ? std::string(role_name(me->role)) : "-");
        context_.print(Msg::status_network, visible_line(state.genesis().name), id_text(state.network()).substr(0, 16));
        if (health)
            context_.print(Msg::status_gateway, visible_line(session.identity().gateway), visible_line(health->tls_group));
        else
            context_.print(Msg::status_gateway_offline, visible_line(session.identity().gateway),
                           explain(context_, health.error()));
        if (health && !health->clock_confirmed) context_.print(Msg::status_clock);
        if (checkpoint) {
            context_.print(Msg::status_register, session.view().next, shown_time(checkpoint->commitments.time));
            // One short line that two people can read to each other: size and root of the register as each has it.
            context_.print(Msg::status_compare, checkpoint->checkpoint.size,
                           crypto::hex_encode(checkpoint->checkpoint.root).substr(0, 16));
        }
        context_.print(Msg::status_circles, joined(circles));
        if (me && me->until) context_.print(Msg::status_ends, shown_time(*me->until));
        context_.print(Msg::status_outbox, session.store().outbox().size());
        if (!session.view().unopened.empty()) context_.print(Msg::status_unopened, session.view().unopened.size());
        if (!exchange.faults.empty()) context_.print(Msg::status_faults, exchange.faults.size());
        for (const std::string& line : attention_lines(context_, session)) std::cout << line << '\n';
        if (held) context_.print(Msg::unlocked_until, shown_hour(unix_now() + held->count()));
    }
};

}  // namespace

std::unique_ptr<Command> reading_commands(CLI::App& app, Context& context) {
    return std::make_unique<ReadingCommands>(app, context);
}

}  // namespace clients::cli
