#include <functional>
#include <initializer_list>

#include "clients/core/compilation/report.hpp"
#include "clients/core/compilation/words.hpp"
#include "protocol/content/typography.hpp"
#include "protocol/content/utf8.hpp"
#include "protocol/content/visible.hpp"

namespace clients::compilation {
namespace {

// What makes a spreadsheet calculate, in ASCII and in the full-width forms that some of them take as the same; spaces
// before it do not help.
bool begins_formula(std::string_view text) {
    if (text.starts_with('\t') || text.starts_with('\r') || text.starts_with('\n')) return true;
    const auto c = content::first_code_point(content::trim(text));
    if (!c) return false;
    switch (c->value) {
        case '=':
        case '+':
        case '-':
        case '@':
        case 0xff1d:
        case 0xff0b:
        case 0xff0d:
        case 0xff20: return true;
        default: return false;
    }
}

std::string in_quotes(std::string_view text) {
    if (text.find_first_of(",;\"\r\n\t'") == std::string_view::npos) return std::string{text};
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out.push_back('"');
        out.push_back(c);
    }
    return out + "\"";
}

std::string field(std::string_view foreign) {
    const std::string prefix = begins_formula(foreign) ? "'" : "";
    return in_quotes(prefix + content::visible(foreign));
}

class CsvReport {
public:
    CsvReport(const Compilation& compilation, const ReportOptions& options)
        : compilation_(compilation), language_(options.language) {}

    std::string write() && {
        out_ = "\xEF\xBB\xBF";
        record({"request", "question",     "question_text", "type",    "state",      "state_name", "addressed",
                "status",  "answer_state", "answer",        "comment", "language",   "late",       "dissemination",
                "index",   "registered",   "author",        "entry",   "superseded", "unopened"});
        for (std::size_t i = 0; i < compilation_.questions.size(); ++i) {
            for (const Row& row : compilation_.rows) answer(i, row);
        }
        return std::move(out_);
    }

private:
    // Fields as they are to stand in the file.
    void record(std::initializer_list<std::string> fields) {
        bool first = true;
        for (const std::string& text : fields) {
            if (!first) out_ += ',';
            first = false;
            out_ += text;
        }
        out_ += "\r\n";  // RFC 4180, 2.1
    }

    void answer(std::size_t i, const Row& row) {
        const content::Question& question = compilation_.request.questions[i];
        std::string state, value, comment, language, late, dissemination, index, registered, author, entry;
        if (row.current) {
            const content::Answer& given = row.current->response.answers.at(i);
            state = content::code(given.state);
            const bool is_number = given.value && std::holds_alternative<content::Number>(*given.value);
            // A number in its one form is a number to a spreadsheet too, a negative one included.
            value = is_number ? answer_words(given, language_) : field(answer_words(given, language_));
            comment = field(given.comment);
            language = content::code(row.current->response.language);
            late = row.current->late ? "late" : "in_time";
            dissemination = content::code(row.current->response.dissemination);
            index = std::to_string(row.current->entry.index);
            registered = content::format_utc(row.current->entry.time);
            author = field(row.current->entry.author);
            entry = field(row.current->entry.id_prefix);
        }
        record({field(compilation_.number), std::to_string(i + 1), field(question.text),
                std::string{content::code(question.type)}, field(row.member.code), field(row.member.name(language_)),
                row.addressed ? "yes" : "no", std::string{code(row.status)}, state, value, comment, language, late,
                dissemination, index,
                registered, author, entry, indexes(row.superseded, &RegisteredEntry::index),
                indexes(row.unopened, [](const UnopenedResponse& one) { return one.entry.index; })});
    }

    // "12 40": where the others of that state stand in the register; why they are not shown is in the other reports.
    static std::string indexes(const auto& entries, auto index_of) {
        std::string out;
        for (const auto& entry : entries) out += (out.empty() ? "" : " ") + std::to_string(std::invoke(index_of, entry));
        return out;
    }

    const Compilation& compilation_;
    Language language_;
    std::string out_;
};

}  // namespace

std::string csv_report(const Compilation& compilation, const ReportOptions& options) {
    return CsvReport{compilation, options}.write();
}

}  // namespace clients::compilation
