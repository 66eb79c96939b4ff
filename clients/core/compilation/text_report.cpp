#include <fmt/format.h>

#include <algorithm>

#include "clients/core/compilation/limits.hpp"
#include "clients/core/compilation/report.hpp"
#include "clients/core/compilation/words.hpp"
#include "clients/core/layout/columns.hpp"
#include "protocol/content/visible.hpp"

namespace clients::compilation {
namespace {

using layout::display_width;
using layout::padded;
using layout::wrap;

class TextReport {
public:
    TextReport(const Compilation& compilation, const ReportOptions& options)
        : compilation_(compilation),
          language_(options.language),
          width_(std::max(options.width, width_min)),
          options_(options) {
        for (const Row& row : compilation_.rows) {
            label_width_ = std::clamp(display_width(content::visible_line(label(row))), label_width_, label_width_max);
        }
    }

    std::string write() && {
        header();
        if (options_.order != Order::by_state) {
            for (std::size_t i = 0; i < compilation_.questions.size(); ++i) question(i);
        }
        if (options_.order != Order::by_question) by_state();
        overview();
        unopened();
        return std::move(out_);
    }

private:
    std::string words(Msg message) const { return say(language_, message); }

    std::string label(const Row& row) const {
        const bool late = row.current && row.current->late;
        return row.member.name(language_) + (late ? fmt::format(" ({})", words(Msg::compilation_late)) : "");
    }

    void line(std::string_view text = {}) {
        if (out_.empty() && text.empty()) return;
        out_ += text;
        while (out_.ends_with(' ')) out_.pop_back();
        out_ += '\n';
    }

    void heading(std::string_view text, char underline) {
        line();
        std::size_t longest = 0;
        for (const std::string& part : wrap(content::visible(text), width_)) {
            line(part);
            longest = std::max(longest, display_width(part));
        }
        line(std::string(longest, underline));
    }

    void paragraph(std::string_view text, std::size_t indent = 0) {
        for (const std::string& part : wrap(content::visible(text), width_ - indent))
            line(std::string(indent, ' ') + part);
    }

    // A label in the left column, text wrapped in the right one.
    void two_columns(std::string_view label, std::string_view text) {
        const auto left = wrap(content::visible_line(label), label_width_);
        const auto right = wrap(content::visible(text), width_ - label_width_ - 2);
        for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
            line(padded(i < left.size() ? left[i] : "", label_width_) + "  " + (i < right.size() ? right[i] : ""));
        }
    }

    void header() {
        heading(fmt::format("{}  {}", compilation_.number, compilation_.request.title), '=');
        line(words(Msg::compilation_title));
        line();
        const std::size_t wanted = label_width_;
        label_width_ = 14;
        two_columns(words(Msg::compilation_requested_by), compilation_.requester.name(language_));
        two_columns(words(Msg::compilation_sent), content::format_in_strasbourg(compilation_.sent_time));
        two_columns(words(Msg::compilation_deadline),
                    say(language_, Msg::compilation_deadline_value, content::format_date(compilation_.deadline)));
        if (options_.made_at) {
            two_columns(words(Msg::compilation_made), content::format_in_strasbourg(*options_.made_at));
        }
        two_columns(words(Msg::compilation_asked),
                    say(language_, Msg::compilation_states, compilation_.totals.addressed));
        two_columns(words(Msg::compilation_responses), responses_words(compilation_.totals, language_));
        label_width_ = wanted;
        for (const Status status : absent_statuses) absent(status);
        line();
        paragraph(handling_words(compilation_.totals, language_));
        if (compilation_.totals.not_open != 0) paragraph(words(Msg::compilation_figures_note));
        if (compilation_.request.background.empty()) return;
        heading(words(Msg::compilation_background), '-');
        paragraph(compilation_.request.background);
    }

    // "no response (3): Albania, Andorra, Armenia"
    void absent(Status status) {
        const unsigned count = count_of(compilation_.totals, status);
        if (count == 0) return;
        paragraph(fmt::format("{} ({}): {}", status_words(status, language_), count,
                              names_with(compilation_, status, language_)));
    }

    void bars(const std::vector<Count>& list) {
        std::size_t label = 0;
        unsigned most = 1;
        for (const Count& count : list) {
            label = std::max(label, display_width(content::visible_line(count.label)));
            most = std::max(most, count.count);
        }
        label = std::min(label, width_ / 2);
        const std::size_t room = std::min(bar_width_max, width_ - label - 12);
        for (const Count& count : list) {
            const auto parts = wrap(content::visible_line(count.label), label);
            for (std::size_t i = 0; i + 1 < parts.size(); ++i) line("  " + parts[i]);
            std::string bar;
            for (std::size_t i = 0; i < (count.count * room + most - 1) / most; ++i) bar += count.is_mark ? "░" : "█";
            line(fmt::format("  {}  {:>3} {}", padded(parts.back(), label), count.count, bar));
        }
    }

    void figures(const NumberSummary& figures) {
        paragraph(fmt::format("{} {} · {} {} · {} {} · {}: {}", words(Msg::compilation_sum), figures.sum,
                              words(Msg::compilation_median), figures.median, words(Msg::compilation_range),
                              say(language_, Msg::compilation_range_value, figures.smallest, figures.largest),
                              words(Msg::compilation_figures_count), figures.count),
                  2);
    }

    void question(std::size_t i) {
        const QuestionSummary& summary = compilation_.questions[i];
        heading(fmt::format("{}. {}", i + 1, compilation_.request.questions[i].text), '-');
        const auto list = chart_counts(compilation_.request.questions[i], summary, language_);
        const std::string marks = list.empty() ? mark_counts(summary, language_) : "";
        if (!list.empty()) bars(list);
        if (summary.figures) figures(*summary.figures);
        if (!marks.empty()) paragraph(marks, 2);
        if (!list.empty() || summary.figures || !marks.empty()) line();
        for (const Row& row : compilation_.rows) {
            if (!row.current) continue;
            two_columns(label(row), answer_text(row.current->response.answers.at(i)));
        }
        line();
        paragraph(absent_counts());
    }

    // "no response: 22 · response could not be opened: 1"; their names stand at the top.
    std::string absent_counts() const {
        std::string text;
        for (const Status status : absent_statuses) {
            const unsigned count = count_of(compilation_.totals, status);
            if (count == 0) continue;
            text += fmt::format("{}{}: {}", text.empty() ? "" : " · ", status_words(status, language_), count);
        }
        return text;
    }

    std::string answer_text(const content::Answer& answer) const {
        std::string text = answer_words(answer, language_);
        if (!answer.comment.empty()) text += " -- " + answer.comment;
        return text;
    }

    void by_state() {
        heading(words(Msg::compilation_by_state), '=');
        for (const Row& row : compilation_.rows) {
            if (!row.current) continue;
            heading(row.member.name(language_), '-');
            paragraph(status_line(row));
            for (std::size_t i = 0; i < compilation_.questions.size(); ++i) {
                const std::string number = fmt::format("{:>2}. ", i + 1);
                const auto parts = wrap(content::visible(answer_text(row.current->response.answers.at(i))), width_ - 4);
                for (std::size_t n = 0; n < parts.size(); ++n) line((n == 0 ? number : "    ") + parts[n]);
            }
        }
    }

    // "answered, late; #41, 2026-11-22 10:00 CET, fr.01; network; replaces #12 of ..."
    std::string status_line(const Row& row) const {
        std::string text = status_words(row.status, language_);
        if (row.current) {
            const RegisteredEntry& entry = row.current->entry;
            if (row.current->late) text += ", " + words(Msg::compilation_late);
            text += fmt::format("; #{}, {}, {}; {}", entry.index, content::format_in_strasbourg(entry.time),
                                content::visible_line(entry.author),
                                dissemination_words(row.current->response.dissemination, language_));
        }
        if (!row.addressed) text += "; " + words(Msg::compilation_not_addressed);
        const std::string superseded = superseded_words(row, language_);
        return superseded.empty() ? text : text + "; " + superseded;
    }

    void overview() {
        heading(words(Msg::compilation_overview), '=');
        for (const Row& row : compilation_.rows) two_columns(row.member.name(language_), status_line(row));
    }

    void unopened() {
        bool first = true;
        for (const Row& row : compilation_.rows) {
            for (const UnopenedResponse& response : row.unopened) {
                if (first) heading(words(Msg::compilation_unopened), '=');
                first = false;
                const RegisteredEntry& entry = response.entry;
                two_columns(row.member.name(language_),
                            fmt::format("#{} {}, {}, {}: {}", entry.index, content::visible_line(entry.id_prefix),
                                        content::format_in_strasbourg(entry.time), content::visible_line(entry.author),
                                        reason_words(response, language_)));
            }
        }
    }

    const Compilation& compilation_;
    Language language_;
    std::size_t width_;
    const ReportOptions& options_;
    std::size_t label_width_ = 12;
    std::string out_;
};

}  // namespace

std::string text_report(const Compilation& compilation, const ReportOptions& options) {
    return TextReport{compilation, options}.write();
}

}  // namespace clients::compilation
