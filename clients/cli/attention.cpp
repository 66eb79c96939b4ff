#include "clients/cli/attention.hpp"

#include "clients/cli/notices.hpp"
#include "clients/cli/proposal_words.hpp"
#include "clients/cli/upkeep_words.hpp"
#include "clients/core/session/endings.hpp"
#include "clients/core/session/recovery_sheets.hpp"

namespace clients::cli {

using namespace protocol;

namespace {

std::string ending_words(const Context& context, const Ending& ending) {
    const auto day = shown_time(ending.at);
    switch (ending.what) {
        case Ending::What::designation: return context.say(Msg::ends_designation, day, ending.days);
        case Ending::What::admission: return context.say(Msg::ends_admission, ending.circle->text(), day, ending.days);
        case Ending::What::recovery: return context.say(Msg::ends_recovery, day, ending.days, ending.holder->text());
        case Ending::What::retention:
            return context.say(Msg::ends_retention, *ending.epoch, ending.circle->text(), day, ending.days);
    }
    return {};
}

std::string_view code(Ending::What what) {
    switch (what) {
        case Ending::What::designation: return "designation";
        case Ending::What::admission: return "admission";
        case Ending::What::recovery: return "recovery";
        case Ending::What::retention: return "retention";
    }
    return {};
}

std::string waiting_words(const Context& context, const NetworkState& state, const Chore& chore) {
    switch (chore.what) {
        case Chore::What::complaint: return context.say(Msg::waits_complaint, chore.circle.text(), chore.accused->text());
        case Chore::What::rotation: return context.say(Msg::waits_rotation, chore.circle.text());
        case Chore::What::grant:
            return context.say(Msg::waits_grant, chore.circle.text(), holder_words(context, state, *chore.to));
    }
    return {};
}

// Without those that are somebody else's to do until they have stayed away too long.
std::vector<Chore> waiting_chores(Session& session) {
    auto out = chores(session);
    std::erase_if(out, [now = register_now(session)](const Chore& chore) { return !chore.hands_on && chore.turn > now; });
    return out;
}

}  // namespace

std::vector<std::string> attention_lines(const Context& context, Session& session) {
    std::vector<std::string> out;
    for (const Ending& ending : endings(session)) out.push_back(ending_words(context, ending));
    if (wants_sheet(session)) out.push_back(context.say(Msg::wants_recovery));
    for (const WaitingProposal& waiting : waiting_proposals(session)) {
        const auto& proposal = waiting.proposal;
        if (waiting.mine)
            out.push_back(context.say(Msg::proposal_mine, proposal.at.index, proposal_words(context, waiting),
                                      proposal.source.author.text(), proposal.at.index));
    }
    for (const Chore& chore : waiting_chores(session)) out.push_back(waiting_words(context, session.state(), chore));
    return out;
}

void add_attention(OrderedJson& out, Session& session) {
    out["ends"] = OrderedJson::array();
    for (const Ending& ending : endings(session)) {
        OrderedJson item = {
            {"what", code(ending.what)}, {"at", ending.at}, {"days", ending.days}, {"warning", ending.warning_days}};
        if (ending.circle) item["circle"] = ending.circle->text();
        if (ending.epoch) item["epoch"] = *ending.epoch;
        if (ending.holder) item["holder"] = ending.holder->text();
        out["ends"].push_back(std::move(item));
    }
    out["wants_recovery"] = wants_sheet(session);
    out["waits"] = OrderedJson::array();
    for (const Chore& chore : waiting_chores(session)) out["waits"].push_back(chore_json(chore));
    out["proposals"] = OrderedJson::array();
    for (const WaitingProposal& waiting : waiting_proposals(session)) out["proposals"].push_back(proposal_json(waiting));
    out["notices"] = notices_json(session);
}

}  // namespace clients::cli
