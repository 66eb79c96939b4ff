#include <nlohmann/json.hpp>

#include "clients/core/compilation/report.hpp"
#include "clients/core/compilation/words.hpp"
#include "protocol/content/visible.hpp"

namespace clients::compilation {
namespace {

using nlohmann::json;

json member_json(const Member& member) {
    return {{"code", member.code}, {"name", {{"en", member.name_en}, {"fr", member.name_fr}}}};
}

json entry_json(const RegisteredEntry& entry) {
    return {{"index", entry.index},
            {"registered", content::format_utc(entry.time)},
            {"author", entry.author},
            {"entry", entry.id_prefix}};
}

json unopened_json(const UnopenedResponse& unopened) {
    json value = entry_json(unopened.entry);
    if (unopened.misfit) {
        value["question"] = unopened.misfit->question;
        value["reason"] = content::make_error_code(unopened.misfit->rule).message();
    } else {
        value["reason"] = unopened.reason;
    }
    return value;
}

json row_json(const Row& row) {
    json value = member_json(row.member);
    value["status"] = code(row.status);
    value["addressed"] = row.addressed;
    if (row.current) {
        value["response"] = content::to_json(row.current->response);
        value["response"].update(entry_json(row.current->entry));
        value["response"]["late"] = row.current->late;
    }
    value["superseded"] = json::array();
    for (const RegisteredEntry& entry : row.superseded) value["superseded"].push_back(entry_json(entry));
    value["unopened"] = json::array();
    for (const UnopenedResponse& unopened : row.unopened) value["unopened"].push_back(unopened_json(unopened));
    return value;
}

json summary_json(const content::Question& question, const QuestionSummary& summary, unsigned number) {
    json value = {{"question", number},
                  {"answered", summary.answered},
                  {"no_information", summary.no_information},
                  {"not_applicable", summary.not_applicable}};
    if (question.type == content::QuestionType::yes_no) {
        value["yes"] = summary.yes;
        value["no"] = summary.no;
    }
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        value["choices"].push_back({{"choice", question.choices[i]}, {"count", summary.choices.at(i)}});
    }
    if (summary.figures) {
        // As text, like the answers themselves: exact, whatever reads it.
        value["figures"] = {{"count", summary.figures->count},
                            {"sum", summary.figures->sum},
                            {"median", summary.figures->median},
                            {"smallest", summary.figures->smallest},
                            {"largest", summary.figures->largest}};
    }
    return value;
}

}  // namespace

std::string json_report(const Compilation& compilation) {
    const Totals& totals = compilation.totals;
    json report = {
        {"number", compilation.number},
        {"request", content::to_json(compilation.request)},
        {"requester", member_json(compilation.requester)},
        {"sent", content::format_utc(compilation.sent_time)},
        {"deadline", content::format_date(compilation.deadline)},
        {"late_from", content::format_utc(compilation.deadline_end)},
        {"totals",
         {{"addressed", totals.addressed},
          {"responded", totals.responded},
          {"late", totals.late},
          {"silent", totals.silent},
          {"not_open", totals.not_open},
          {"unreadable", totals.unreadable},
          {"superseded", totals.superseded},
          {"dissemination",
           {{"requester", totals.for_requester}, {"network", totals.for_network}, {"public", totals.for_public}}}}},
        {"questions", json::array()},
        {"states", json::array()}};
    for (unsigned i = 0; i < compilation.questions.size(); ++i) {
        report["questions"].push_back(summary_json(compilation.request.questions[i], compilation.questions[i], i + 1));
    }
    for (const Row& row : compilation.rows) report["states"].push_back(row_json(row));
    return report.dump(2, ' ', true, json::error_handler_t::replace) + "\n";
}

}  // namespace clients::compilation
