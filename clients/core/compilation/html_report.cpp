#include <fmt/format.h>

#include <algorithm>

#include "clients/core/compilation/embedded.hpp"
#include "clients/core/compilation/report.hpp"
#include "clients/core/compilation/words.hpp"
#include "clients/core/layout/markup.hpp"
#include "crypto/encoding.hpp"
#include "crypto/sha256.hpp"
#include "protocol/content/visible.hpp"

namespace clients::compilation {
namespace {

using layout::escaped;

// Content security policy, level 2: the one style of the page is named by its hash, everything else is forbidden.
std::string policy() {
    const crypto::Digest hash = crypto::sha256(style_css);
    return fmt::format("default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
                       crypto::base64_encode(hash));
}

class HtmlReport {
public:
    HtmlReport(const Compilation& compilation, const ReportOptions& options)
        : compilation_(compilation), options_(options), language_(options.language) {}

    std::string write() && {
        head();
        header();
        contents();
        if (options_.order != Order::by_state) by_question();
        if (options_.order != Order::by_question) by_state();
        overview();
        unopened();
        out_ += "</main>\n</body>\n</html>\n";
        return std::move(out_);
    }

private:
    // Our own words, ready for HTML.
    std::string words(Msg message) const { return escaped(say(language_, message)); }

    // Appends a template whose arguments are markup or have been escaped.
    template <class... Args>
    void put(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }

    std::string name(const Member& member) const { return escaped(member.name(language_)); }

    void head() {
        put("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<title>{} – {}</title>\n<style>",
            content::code(language_), policy(), escaped(compilation_.number), escaped(compilation_.request.title));
        out_ += style_css;  // byte for byte what the policy's hash is of
        put("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#answers\">{}</a>\n", words(Msg::compilation_answers));
    }

    void fact(Msg label, std::string_view value) { put("<dt>{}</dt><dd>{}</dd>\n", words(label), escaped(value)); }

    void tile(unsigned count, std::string_view label) {
        put("<li><strong>{}</strong>{}</li>\n", count, escaped(label));
    }

    void header() {
        const Totals& totals = compilation_.totals;
        put("<header>\n<p class=\"number\">{} · {}</p>\n<h1 lang=\"{}\">{}</h1>\n<dl class=\"facts\">\n",
            escaped(compilation_.number), words(Msg::compilation_title), content::code(compilation_.request.language),
            escaped(compilation_.request.title));
        fact(Msg::compilation_requested_by, compilation_.requester.name(language_));
        fact(Msg::compilation_sent, content::format_in_strasbourg(compilation_.sent_time));
        fact(Msg::compilation_deadline,
             say(language_, Msg::compilation_deadline_value, content::format_date(compilation_.deadline)));
        if (options_.made_at) fact(Msg::compilation_made, content::format_in_strasbourg(*options_.made_at));
        fact(Msg::compilation_asked, say(language_, Msg::compilation_states, totals.addressed));
        fact(Msg::compilation_responses, responses_words(totals, language_));
        for (const Status status : absent_statuses) {
            const std::string names = names_with(compilation_, status, language_);
            if (!names.empty())
                put("<dt>{}</dt><dd>{}</dd>\n", escaped(status_words(status, language_)), escaped(names));
        }
        put("</dl>\n<ul class=\"tiles\">\n");
        tile(totals.responded, say(language_, Msg::compilation_responses));
        tile(totals.late, say(language_, Msg::compilation_late));
        for (const Status status : absent_statuses) {
            const unsigned count = count_of(totals, status);
            if (count != 0) tile(count, status_words(status, language_));
        }
        put("</ul>\n<p class=\"handling\">{}</p>\n", escaped(handling_words(totals, language_)));
        if (totals.not_open != 0) put("<p class=\"note\">{}</p>\n", words(Msg::compilation_figures_note));
        if (!compilation_.request.background.empty()) {
            put("<h3>{}</h3>\n<p class=\"foreign\" lang=\"{}\">{}</p>\n", words(Msg::compilation_background),
                content::code(compilation_.request.language), escaped(compilation_.request.background));
        }
        put("</header>\n<main id=\"answers\">\n");
    }

    void contents() {
        if (options_.order == Order::by_state) return;
        put("<nav aria-label=\"{0}\">\n<h3>{0}</h3>\n<ol>\n", words(Msg::compilation_contents));
        for (std::size_t i = 0; i < compilation_.questions.size(); ++i) {
            put("<li lang=\"{}\"><a href=\"#q{}\">{}</a></li>\n", content::code(compilation_.request.language), i + 1,
                escaped(content::excerpt(compilation_.request.questions[i].text, 160)));
        }
        put("</ol>\n</nav>\n");
    }

    std::string late_mark(const Row& row) const {
        if (!row.current || !row.current->late) return {};
        return fmt::format(" <span class=\"late\">{}</span>", words(Msg::compilation_late));
    }

    void overview() {
        put("<section id=\"overview\">\n<h2>{}</h2>\n<table>\n<thead><tr>", words(Msg::compilation_overview));
        for (const Msg column : {Msg::compilation_state, Msg::compilation_status, Msg::compilation_registered,
                                 Msg::compilation_entry, Msg::compilation_author, Msg::compilation_dissemination}) {
            put("<th scope=\"col\">{}</th>", words(column));
        }
        put("</tr></thead>\n<tbody>\n");
        for (const Row& row : compilation_.rows) overview_row(row);
        put("</tbody>\n</table>\n</section>\n");
    }

    void overview_row(const Row& row) {
        std::string notes;
        if (!row.addressed) notes += fmt::format("<div class=\"note\">{}</div>", words(Msg::compilation_not_addressed));
        if (!row.superseded.empty()) {
            notes += fmt::format("<div class=\"note\">{}</div>", escaped(superseded_words(row, language_)));
        }
        const std::string status = escaped(status_words(row.status, language_)) + late_mark(row) + notes;
        if (!row.current) {
            put("<tr class=\"absent\"><th scope=\"row\">{}</th><td colspan=\"5\">{}</td></tr>\n", name(row.member),
                status);
            return;
        }
        const RegisteredEntry& entry = row.current->entry;
        put("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>#{}</td><td>{}</td><td>{}</td></tr>\n",
            name(row.member), status, escaped(content::format_in_strasbourg(entry.time)), entry.index,
            escaped(entry.author), escaped(dissemination_words(row.current->response.dissemination, language_)));
    }

    // Counts as a table with bars: it reads the same without eyes and without colour.
    void chart(std::size_t i) {
        const auto list = chart_counts(compilation_.request.questions[i], compilation_.questions[i], language_);
        if (list.empty()) {
            const std::string marks = mark_counts(compilation_.questions[i], language_);
            if (!marks.empty()) put("<p class=\"note\">{}</p>\n", escaped(marks));
            return;
        }
        const unsigned most = std::max(1U, std::ranges::max(list, {}, &Count::count).count);
        put("<table class=\"chart\">\n<caption class=\"visually-hidden\">{}</caption>\n<tbody>\n",
            escaped(say(language_, Msg::compilation_counts_table, i + 1)));
        for (const Count& count : list) {
            put("<tr><th scope=\"row\">{}</th><td class=\"count\">{}</td><td><svg aria-hidden=\"true\" viewBox=\"0 0 "
                "1000 10\" "
                "preserveAspectRatio=\"none\"><rect class=\"{}\" width=\"{}\" height=\"10\"/></svg></td></tr>\n",
                escaped(count.label), count.count, count.is_mark ? "mark" : "bar", count.count * 1000 / most);
        }
        put("</tbody>\n</table>\n");
    }

    void figures(const QuestionSummary& summary) {
        if (!summary.figures) return;
        const NumberSummary& f = *summary.figures;
        put("<dl class=\"figures\">\n");
        const auto figure = [this](Msg label, std::string_view value) {
            put("<div><dt>{}</dt><dd>{}</dd></div>\n", words(label), escaped(value));
        };
        figure(Msg::compilation_sum, f.sum);
        figure(Msg::compilation_median, f.median);
        figure(Msg::compilation_range, say(language_, Msg::compilation_range_value, f.smallest, f.largest));
        figure(Msg::compilation_figures_count, std::to_string(f.count));
        put("</dl>\n");
    }

    // The cells of one answer. A free text fills both columns; its language is the responder's.
    std::string answer_cells(const content::Answer& answer, Language language) const {
        const std::string lang{content::code(language)};
        const std::string value = escaped(answer_words(answer, language_));
        if (answer.value && std::holds_alternative<content::Text>(*answer.value)) {
            return fmt::format("<td colspan=\"2\" class=\"foreign\" lang=\"{}\">{}</td>", lang, value);
        }
        const bool is_figure = answer.value && (std::holds_alternative<content::Number>(*answer.value) ||
                                                std::holds_alternative<content::Date>(*answer.value));
        const char* kind = !answer.value ? "mark" : is_figure ? "figure" : "short";
        return fmt::format("<td class=\"{}\">{}</td><td class=\"foreign\" lang=\"{}\">{}</td>", kind, value, lang,
                           escaped(answer.comment));
    }

    void answers_head(Msg first_column, std::string_view caption) {
        put("<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
            "<th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
            escaped(caption), words(first_column), words(Msg::compilation_answer), words(Msg::compilation_comment));
    }

    // One row for each kind of absence, so that the answers stay together.
    std::string absent_rows() const {
        std::string rows;
        for (const Status status : absent_statuses) {
            const std::string names = names_with(compilation_, status, language_);
            if (names.empty()) continue;
            rows += fmt::format("<tr class=\"absent\"><th scope=\"row\">{}</th><td colspan=\"2\">{}</td></tr>\n",
                                escaped(status_words(status, language_)), escaped(names));
        }
        return rows.empty() ? rows : "<tfoot>\n" + rows + "</tfoot>\n";
    }

    void by_question() {
        put("<section>\n<h2>{}</h2>\n", words(Msg::compilation_by_question));
        for (std::size_t i = 0; i < compilation_.questions.size(); ++i) {
            put("<section id=\"q{}\">\n<h3 lang=\"{}\" class=\"foreign\">{}. {}</h3>\n", i + 1,
                content::code(compilation_.request.language), i + 1, escaped(compilation_.request.questions[i].text));
            figures(compilation_.questions[i]);
            chart(i);
            answers_head(Msg::compilation_state, say(language_, Msg::compilation_answers_table, i + 1));
            for (const Row& row : compilation_.rows) {
                if (!row.current) continue;
                put("<tr><th scope=\"row\">{}{}</th>{}</tr>\n", name(row.member), late_mark(row),
                    answer_cells(row.current->response.answers.at(i), row.current->response.language));
            }
            put("</tbody>\n{}</table>\n</section>\n", absent_rows());
        }
        put("</section>\n");
    }

    void by_state() {
        put("<section>\n<h2>{}</h2>\n", words(Msg::compilation_by_state));
        for (const Row& row : compilation_.rows) {
            if (!row.current) continue;
            put("<section>\n<h3>{}{}</h3>\n", name(row.member), late_mark(row));
            state_answers(row);
            put("</section>\n");
        }
        put("</section>\n");
    }

    void state_answers(const Row& row) {
        const RegisteredEntry& entry = row.current->entry;
        put("<p class=\"note\">#{} · {} · {} · {}</p>\n", entry.index,
            escaped(content::format_in_strasbourg(entry.time)), escaped(entry.author),
            escaped(dissemination_words(row.current->response.dissemination, language_)));
        answers_head(Msg::compilation_question,
                     say(language_, Msg::compilation_answers_of, row.member.name(language_)));
        for (std::size_t i = 0; i < compilation_.questions.size(); ++i) {
            put("<tr><th scope=\"row\">{}</th>{}</tr>\n",
                escaped(say(language_, Msg::compilation_question_number, i + 1)),
                answer_cells(row.current->response.answers.at(i), row.current->response.language));
        }
        put("</tbody>\n</table>\n");
    }

    void unopened() {
        const bool any = std::ranges::any_of(compilation_.rows, [](const Row& row) { return !row.unopened.empty(); });
        if (!any) return;
        put("<section>\n<h2>{}</h2>\n<table>\n<thead><tr>", words(Msg::compilation_unopened));
        for (const Msg column : {Msg::compilation_state, Msg::compilation_entry, Msg::compilation_registered,
                                 Msg::compilation_author, Msg::compilation_reason}) {
            put("<th scope=\"col\">{}</th>", words(column));
        }
        put("</tr></thead>\n<tbody>\n");
        for (const Row& row : compilation_.rows) {
            for (const UnopenedResponse& response : row.unopened) {
                const RegisteredEntry& entry = response.entry;
                put("<tr><th scope=\"row\">{}</th><td>#{} {}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                    name(row.member), entry.index, escaped(entry.id_prefix),
                    escaped(content::format_in_strasbourg(entry.time)), escaped(entry.author),
                    escaped(reason_words(response, language_)));
            }
        }
        put("</tbody>\n</table>\n</section>\n");
    }

    const Compilation& compilation_;
    const ReportOptions& options_;
    Language language_;
    std::string out_;
};

}  // namespace

std::string html_report(const Compilation& compilation, const ReportOptions& options) {
    return HtmlReport{compilation, options}.write();
}

}  // namespace clients::compilation
