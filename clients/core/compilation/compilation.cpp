#include "clients/core/compilation/compilation.hpp"

#include <algorithm>
#include <utility>

#include "clients/core/compilation/decimal.hpp"

namespace clients::compilation {
namespace {

class RowTable {
public:
    explicit RowTable(std::vector<Member> addressed) {
        for (Member& member : addressed) add(std::move(member), true);
        addressed_ = rows_.size();
    }

    Row& of(const std::string& code) {
        const auto found =
            std::ranges::find(rows_, code, [](const Row& row) -> const std::string& { return row.member.code; });
        if (found != rows_.end()) return *found;
        return add(find_member(code), false);
    }

    std::vector<Row> take() {
        const auto others = rows_.begin() + static_cast<std::ptrdiff_t>(addressed_);
        std::sort(others, rows_.end(), [](const Row& a, const Row& b) { return a.member.code < b.member.code; });
        return std::move(rows_);
    }

private:
    Row& add(Member member, bool addressed) {
        Row& row = rows_.emplace_back();
        row.member = std::move(member);
        row.addressed = addressed;
        return row;
    }

    std::vector<Row> rows_;
    std::size_t addressed_;
};

// Responses come by rising index: each one replaces the state's earlier one.
void take_response(Row& row, ReceivedResponse received, const content::Request& request, std::int64_t deadline_end) {
    if (auto misfit = content::check_response_against(request, received.response)) {
        row.unopened.push_back({std::move(received.entry), {}, std::move(misfit)});
        return;
    }
    if (row.current) row.superseded.push_back(std::move(row.current->entry));
    const bool late = received.entry.time >= deadline_end;
    row.current = CurrentResponse{std::move(received.entry), late, std::move(received.response)};
}

Status status_of(const Row& row, const CompilationInput& input) {
    if (row.current) return Status::answered;
    if (!row.unopened.empty()) return Status::unreadable;
    // A reader always reads what its own state has sent.
    return input.reader_is_requester || row.member.code == input.reader ? Status::silent : Status::not_open;
}

NumberSummary summarise(std::vector<std::pair<Decimal, std::string>> figures) {
    std::ranges::sort(figures);
    Decimal sum;
    for (const auto& [value, text] : figures) sum += value;
    const std::size_t middle = figures.size() / 2;
    Decimal median = figures[middle].first;
    if (figures.size() % 2 == 0) {
        median += figures[middle - 1].first;
        median = median.half();
    }
    return {.count = static_cast<unsigned>(figures.size()),
            .sum = sum.text(),
            .median = median.text(),
            .smallest = figures.front().second,
            .largest = figures.back().second};
}

QuestionSummary summarise(const content::Question& question, std::size_t position, const std::vector<Row>& rows) {
    QuestionSummary summary;
    summary.choices.resize(question.choices.size());
    std::vector<std::pair<Decimal, std::string>> figures;
    for (const Row& row : rows) {
        if (!row.current) continue;
        const content::Answer& answer = row.current->response.answers.at(position);
        if (answer.state == content::AnswerState::no_information) ++summary.no_information;
        if (answer.state == content::AnswerState::not_applicable) ++summary.not_applicable;
        if (!answer.value) continue;
        ++summary.answered;
        if (const auto* yes_no = std::get_if<content::YesNo>(&*answer.value)) {
            ++(*yes_no == content::YesNo::yes ? summary.yes : summary.no);
        } else if (const auto* choice = std::get_if<content::Choice>(&*answer.value)) {
            const auto found = std::ranges::find(question.choices, choice->choice);
            ++summary.choices.at(static_cast<std::size_t>(found - question.choices.begin()));
        } else if (const auto* number = std::get_if<content::Number>(&*answer.value)) {
            figures.emplace_back(Decimal{*number}, number->text);
        }
    }
    if (!figures.empty()) summary.figures = summarise(std::move(figures));
    return summary;
}

Totals count(const std::vector<Row>& rows) {
    Totals totals;
    for (const Row& row : rows) {
        if (row.addressed) ++totals.addressed;
        totals.superseded += static_cast<unsigned>(row.superseded.size());
        switch (row.status) {
            case Status::silent: ++totals.silent; break;
            case Status::not_open: ++totals.not_open; break;
            case Status::unreadable: ++totals.unreadable; break;
            case Status::answered: ++totals.responded; break;
        }
        if (!row.current) continue;
        if (row.current->late) ++totals.late;
        switch (row.current->response.dissemination) {
            case content::Dissemination::requester: ++totals.for_requester; break;
            case content::Dissemination::network: ++totals.for_network; break;
            case content::Dissemination::public_: ++totals.for_public; break;
        }
    }
    return totals;
}

}  // namespace

std::string_view code(Status status) noexcept {
    switch (status) {
        case Status::answered: return "answered";
        case Status::silent: return "silent";
        case Status::not_open: return "not_open";
        case Status::unreadable: return "unreadable";
    }
    return "";
}

Compilation compile(CompilationInput input) {
    Compilation result;
    result.deadline_end = content::end_of_day_in_strasbourg(input.deadline);
    RowTable table{std::move(input.addressed)};
    std::ranges::sort(input.responses, {}, [](const ReceivedResponse& r) { return r.entry.index; });
    for (ReceivedResponse& received : input.responses) {
        Row& row = table.of(received.entry.member);
        take_response(row, std::move(received), input.request, result.deadline_end);
    }
    for (UnopenedResponse& unopened : input.unopened) {
        table.of(unopened.entry.member).unopened.push_back(std::move(unopened));
    }
    result.rows = table.take();
    for (Row& row : result.rows) row.status = status_of(row, input);
    for (std::size_t i = 0; i < input.request.questions.size(); ++i) {
        result.questions.push_back(summarise(input.request.questions[i], i, result.rows));
    }
    result.totals = count(result.rows);
    result.number = std::move(input.number);
    result.request = std::move(input.request);
    result.requester = std::move(input.requester);
    result.sent_time = input.sent_time;
    result.deadline = input.deadline;
    return result;
}

}  // namespace clients::compilation
