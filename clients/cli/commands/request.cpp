// request new|send|list|show|status
#include "clients/cli/commands/command.hpp"
#include "clients/cli/language_question.hpp"
#include "clients/cli/opened_request.hpp"
#include "clients/cli/sending.hpp"
#include "clients/cli/table.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/compilation/words.hpp"
#include "clients/core/language/detection.hpp"
#include "clients/core/messages/content_errors.hpp"
#include "clients/core/session/compiling.hpp"
#include "clients/core/session/opening.hpp"
#include "protocol/content/calendar.hpp"
#include "protocol/content/request_text.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

class RequestCommands final : public Command {
public:
    RequestCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* request = app.add_subcommand("request", context_.say(Msg::help_request))->require_subcommand(1);
        declare(*request, "new", Msg::help_request_new, [this] { write_template(); })
            ->add_option("-o,--output", output_, context_.say(Msg::help_output))->required();
        CLI::App* send = declare(*request, "send", Msg::help_request_send, [this] { send_file(); });
        send->add_option("FILE", file_, context_.say(Msg::help_file))->required();
        send->add_flag("--yes", options_.yes, context_.say(Msg::help_yes));
        send->add_flag("--dry-run", options_.dry_run, context_.say(Msg::help_dry_run));
        declare(*request, "list", Msg::help_request_list, [this] { list(); });
        declare(*request, "show", Msg::help_request_show, [this] { show(); })
            ->add_option("NUMBER", number_, context_.say(Msg::help_number))->required();
        declare(*request, "status", Msg::help_request_status, [this] { status(); })
            ->add_option("NUMBER", number_, context_.say(Msg::help_number))->required();
    }

private:
    void write_template() {
        if (!write_file(context_, output_, context_.say(Msg::request_template))) return;
        const auto shown = visible_line(output_);
        if (context_.json) return context_.print_json({{"file", output_}});
        context_.print(Msg::template_written, shown, shown);
    }

    // The text by the network's rules; a refusal names file, line and rule.
    std::optional<content::RequestDraft> read_draft(const content::RequestRules& rules) {
        const auto text = read_file(context_, file_);
        if (!text) return std::nullopt;
        auto draft = content::parse_request_text(*text, rules);
        if (!draft) {
            context_.warn(Msg::text_refused, visible_line(file_), describe(context_.language, draft.error()));
            context_.exit = Exit::refused;
            return std::nullopt;
        }
        return std::move(*draft);
    }

    void send_file() {
        // A text that breaks the rules is refused before anything else is asked: the network may set narrower ones later on.
        const auto written = read_draft(reading_rules());
        if (!written || !language_agrees(context_, written->request.language, language::prose_of(written->request), options_))
            return;
        auto open = open_home(context_);
        if (!open || !ready_to_send(context_, *open->session)) return;
        const auto draft = read_draft(request_rules(open->session->state()));
        if (!draft) return;
        const auto& request = draft->request;
        const auto deadline = content::format_date(request.deadline);
        if (content::end_of_day_in_strasbourg(request.deadline) <= unix_now()) {
            context_.warn(Msg::send_past_deadline, deadline);
            context_.exit = Exit::refused;
            return;
        }
        const auto to = std::visit([](const auto& value) { return content::InformationDestination(value); }, draft->destination);
        auto circles = circles_for(*open->session, to);
        if (!circles) return report(context_, {.code = circles.error(), .problem = {}, .detail = {}});
        const auto receipt =
            show_and_send(context_, *open->session, request_draft(request, std::move(*circles)),
                          {context_.say(Msg::send_summary, context_.say(Msg::send_kind_request), visible_line(request.title)),
                           context_.say(Msg::send_deadline, deadline)},
                          options_);
        if (!receipt) return;
        const auto number = receipt->leaf.number->text();
        if (context_.json)
            return context_.print_json(
                {{"number", number}, {"index", receipt->index}, {"id", id_text(receipt->leaf.id)}, {"time", receipt->leaf.time}});
        context_.print(Msg::sent_request, number, receipt->index);
    }

    void list() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        const auto exchange = load_exchange(*open->session);
        OrderedJson rows = OrderedJson::array();
        Table table({context_.say(Msg::list_number), context_.say(Msg::list_from), context_.say(Msg::list_deadline),
                     context_.say(Msg::list_responses), context_.say(Msg::list_title)});
        for (const RequestItem& item : exchange.requests) {
            const auto responses = exchange.responses_to(item.origin.id).size();
            const auto deadline = item.request ? content::format_date(item.request->deadline) : std::string();
            const auto title = item.request ? item.request->title : context_.say(Msg::unopened);
            table.add({item.number.text(), item.origin.author.text(), deadline, std::to_string(responses), title});
            OrderedJson row = {{"number", item.number.text()}, {"index", item.origin.index}, {"id", id_text(item.origin.id)},
                               {"from", item.origin.author.text()}, {"time", item.origin.time}, {"responses", responses}};
            if (item.request) {
                row["title"] = item.request->title;
                row["deadline"] = deadline;
            }
            rows.push_back(std::move(row));
        }
        if (context_.json) return context_.print_json({{"requests", rows}});
        if (exchange.requests.empty()) return context_.print(Msg::inbox_empty);
        table.print();
    }

    void show() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        const auto exchange = load_exchange(*open->session);
        const auto item = opened_request(context_, *open->session, exchange, number_);
        if (!item) return;
        const auto& request = *item->request;
        if (context_.json) {
            OrderedJson out = {{"number", item->number.text()}, {"index", item->origin.index}, {"id", id_text(item->origin.id)},
                               {"from", item->origin.author.text()}, {"time", item->origin.time}};
            out["request"] = content::to_json(request);
            return context_.print_json(out);
        }
        std::cout << item->number.text() << "  " << visible_line(request.title) << "\n"
                  << context_.say(Msg::list_from) << ": " << item->origin.author.text() << ", " << shown_time(item->origin.time)
                  << "\n"
                  << context_.say(Msg::send_deadline, content::format_date(request.deadline)) << "\n";
        if (!request.background.empty()) std::cout << "\n" << visible(request.background) << "\n";
        std::cout << "\n";
        unsigned number = 0;
        for (const auto& question : request.questions) {
            std::cout << ++number << ". " << visible(question.text);
            std::vector<std::string> choices;
            choices.reserve(question.choices.size());
            for (const auto& choice : question.choices) choices.push_back(visible_line(choice));
            if (question.type != content::QuestionType::text)
                std::cout << " [" << content::code(question.type) << (choices.empty() ? "" : ": ") << joined(choices, " | ")
                          << "]";
            std::cout << "\n";
        }
    }

    void status() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        const auto exchange = load_exchange(*open->session);
        const auto item = opened_request(context_, *open->session, exchange, number_);
        if (!item) return;
        const auto compiled = compilation::compile(compilation_input(*open->session, exchange, *item, context_.language));
        if (context_.json) return status_json(compiled);
        std::vector<std::string> answered, silent, not_open;
        for (const auto& row : compiled.rows) {
            const auto& name = row.member.name(context_.language);
            if (row.current) answered.push_back(row.current->late ? context_.say(Msg::status_late_mark, name) : name);
            else if (row.status == compilation::Status::silent) silent.push_back(name);
            else not_open.push_back(name);
        }
        std::cout << compiled.number << "  " << visible_line(compiled.request.title) << "\n"
                  << compilation::responses_words(compiled.totals, context_.language) << "\n";
        if (!answered.empty()) context_.print(Msg::status_answered, joined(answered));
        if (!silent.empty()) context_.print(Msg::status_silent, joined(silent));
        if (!not_open.empty()) context_.print(Msg::status_not_open, joined(not_open));
    }

    void status_json(const compilation::Compilation& compiled) {
        OrderedJson rows = OrderedJson::array();
        for (const auto& row : compiled.rows) {
            OrderedJson item = {{"member", row.member.code}, {"status", compilation::code(row.status)}};
            if (row.current) {
                item["late"] = row.current->late;
                item["time"] = row.current->entry.time;
                item["index"] = row.current->entry.index;
            }
            rows.push_back(std::move(item));
        }
        context_.print_json({{"number", compiled.number}, {"states", rows}});
    }

    std::string file_, output_, number_;
    SendOptions options_;
};

}  // namespace

std::unique_ptr<Command> request_commands(CLI::App& app, Context& context) {
    return std::make_unique<RequestCommands>(app, context);
}

}  // namespace clients::cli
