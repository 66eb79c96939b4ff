// respond, inform
#include "clients/cli/commands/command.hpp"
#include "clients/cli/language_question.hpp"
#include "clients/cli/opened_request.hpp"
#include "clients/cli/sending.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/compilation/words.hpp"
#include "clients/core/language/detection.hpp"
#include "clients/core/messages/content_errors.hpp"
#include "protocol/content/calendar.hpp"
#include "protocol/content/information_text.hpp"
#include "protocol/content/response_form.hpp"
#include "protocol/content/response_text.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

class AnswerCommands final : public Command {
public:
    AnswerCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* respond = declare(app, "respond", Msg::help_respond, [this] { form_ ? write_form() : respond_file(); });
        respond->add_option("WHAT", what_, context_.say(Msg::help_respond_what))->required();
        CLI::Option* form = respond->add_flag("--form", form_, context_.say(Msg::help_form));
        respond->add_option("-o,--output", output_, context_.say(Msg::help_output))->needs(form);
        respond->add_option("--to", to_, context_.say(Msg::help_to))->excludes(form);
        add_send_flags(*respond);

        CLI::App* inform = declare(app, "inform", Msg::help_inform, [this] { inform_file(); });
        inform->add_option("FILE", what_, context_.say(Msg::help_file))->required();
        add_send_flags(*inform);
    }

private:
    void add_send_flags(CLI::App& command) {
        command.add_flag("--yes", options_.yes, context_.say(Msg::help_yes));
        command.add_flag("--dry-run", options_.dry_run, context_.say(Msg::help_dry_run));
    }

    void refuse_text(const content::TextError& error) {
        context_.warn(Msg::text_refused, visible_line(what_), describe(context_.language, error));
        context_.exit = Exit::refused;
    }

    void write_form() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        const auto item = opened_request(context_, *open->session, load_exchange(*open->session), what_);
        if (!item) return;
        const auto form = content::blank_response_form(*item->request, item->number.text(), context_.language);
        if (output_.empty()) {
            std::cout << form;
            return;
        }
        if (!write_file(context_, output_, form)) return;
        const auto shown = visible_line(output_);
        if (context_.json) return context_.print_json({{"file", output_}});
        context_.print(Msg::form_written, shown, shown);
    }

    void respond_file() {
        const auto text = read_file(context_, what_);
        if (!text) return;
        const auto stated = content::parse_response_reference(*text);
        if (!stated) return refuse_text(stated.error());
        const auto reference = !to_.empty() ? to_ : stated->value_or("");
        if (reference.empty()) {
            context_.warn(Msg::response_without_number);
            context_.exit = Exit::usage;
            return;
        }
        auto open = open_home(context_);
        if (!open || !ready_to_send(context_, *open->session)) return;
        const auto item = opened_request(context_, *open->session, load_exchange(*open->session), reference);
        if (!item) return;
        const auto draft = content::parse_response_text(*text, *item->request);
        if (!draft) return refuse_text(draft.error());
        if (!language_agrees(context_, draft->response.language, language::prose_of(draft->response), options_)) return;
        const auto mark = compilation::dissemination_words(draft->response.dissemination, context_.language);
        const auto receipt =
            show_and_send(context_, *open->session, response_draft(*open->session, *item, draft->response),
                          {context_.say(Msg::send_answers, item->number.text(), visible_line(item->request->title)),
                           context_.say(Msg::send_mark, mark)},
                          options_);
        if (!receipt) return;
        const bool late = receipt->leaf.time >= content::end_of_day_in_strasbourg(item->request->deadline);
        const auto name = item->number.text() + ":" + open->session->identity().handle.member().text();
        if (context_.json)
            return context_.print_json({{"request", item->number.text()}, {"index", receipt->index},
                                        {"id", id_text(receipt->leaf.id)},
                                        {"time", receipt->leaf.time}, {"late", late}});
        context_.print(Msg::sent_entry, receipt->index, name);
        if (late) context_.print(Msg::sent_late);
    }

    void inform_file() {
        const auto text = read_file(context_, what_);
        if (!text) return;
        const auto draft = content::parse_information_text(*text);
        if (!draft) return refuse_text(draft.error());
        if (!language_agrees(context_, draft->information.language, language::prose_of(draft->information), options_)) return;
        auto open = open_home(context_);
        if (!open || !ready_to_send(context_, *open->session)) return;
        auto circles = circles_for(*open->session, draft->destination);
        if (!circles) return report(context_, {.code = circles.error(), .problem = {}, .detail = {}});
        const auto receipt = show_and_send(context_, *open->session, information_draft(draft->information, std::move(*circles)),
                                           {context_.say(Msg::send_summary, context_.say(Msg::send_kind_information),
                                                         visible_line(draft->information.title))},
                                           options_);
        if (!receipt) return;
        const auto id = id_text(receipt->leaf.id);
        if (context_.json) return context_.print_json({{"index", receipt->index}, {"id", id}, {"time", receipt->leaf.time}});
        context_.print(Msg::sent_entry, receipt->index, id.substr(0, 8));
    }

    std::string what_, output_, to_;
    bool form_ = false;
    SendOptions options_;
};

}  // namespace

std::unique_ptr<Command> answer_commands(CLI::App& app, Context& context) {
    return std::make_unique<AnswerCommands>(app, context);
}

}  // namespace clients::cli
