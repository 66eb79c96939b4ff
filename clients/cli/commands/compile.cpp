// compile NUMBER
#include "clients/cli/commands/command.hpp"
#include "clients/cli/opened_request.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/compilation/report.hpp"
#include "clients/core/session/compiling.hpp"

namespace clients::cli {
namespace {

class CompileCommands final : public Command {
public:
    CompileCommands(CLI::App& app, Context& context) : Command(context) {
        CLI::App* compile = declare(app, "compile", Msg::help_compile, [this] { run(); });
        compile->add_option("NUMBER", number_, context_.say(Msg::help_number))->required();
        compile->add_option("--format", format_, context_.say(Msg::help_format))
            ->check(CLI::IsMember({"text", "html", "csv", "json"}))->capture_default_str();
        compile->add_option("-o,--output", output_, context_.say(Msg::help_output));
    }

private:
    std::string render(const compilation::Compilation& compiled) const {
        const compilation::ReportOptions options{.language = context_.language, .order = compilation::Order::both,
                                                 .width = terminal_width(), .made_at = unix_now()};
        if (context_.json || format_ == "json") return compilation::json_report(compiled);
        if (format_ == "html") return compilation::html_report(compiled, options);
        if (format_ == "csv") return compilation::csv_report(compiled, options);
        return compilation::text_report(compiled, options);
    }

    void run() {
        auto open = open_home(context_);
        if (!open || !sync_to_read(context_, *open->session)) return;
        const auto exchange = load_exchange(*open->session);
        const auto item = opened_request(context_, *open->session, exchange, number_);
        if (!item) return;
        auto input = compilation_input(*open->session, exchange, *item, context_.language);
        for (auto& unopened : input.unopened) unopened.reason = explain_fault(context_, unopened.reason);
        const std::string text = render(compilation::compile(std::move(input)));
        if (output_.empty()) std::cout << text;
        else if (write_file(context_, output_, text, /*secret=*/true)) context_.print(Msg::file_written, visible_line(output_));
    }

    std::string number_, output_;
    std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> compile_commands(CLI::App& app, Context& context) {
    return std::make_unique<CompileCommands>(app, context);
}

}  // namespace clients::cli
