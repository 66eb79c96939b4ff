#include "clients/cli/acting.hpp"

#include <algorithm>

#include "clients/cli/notices.hpp"
#include "clients/cli/proposal_words.hpp"

namespace clients::cli {

using namespace protocol;

namespace {

std::string awaited(const Context& context, Session& session, const EntryId& proposal) {
    const auto found = session.state().proposals().find(proposal);
    return found == session.state().proposals().end() ? std::string() : parties_words(context, found->second.waiting);
}

}  // namespace

bool act_aloud(Context& context, Session& session, const Claim& claim, const std::string& line, SendOptions options) {
    auto planned = plan_act(session, claim);
    if (!planned) return report(context, planned.error()), false;
    (options.dry_run && !context.json ? std::cout : std::cerr) << line << '\n';
    OrderedJson summary = {{"dry_run", true}, {"proposed", planned->proposed}, {"claim", OrderedJson(claim_json(claim))}};
    if (!may_send(context, options, Msg::ask_act, Msg::not_sent, summary)) return false;
    const auto sent = session.send(planned->composer, nullptr);
    if (!sent) return report(context, sent.error()), false;
    const auto& receipt = sent->receipts.front();
    if (!sync_to_send(context, session)) return false;
    if (context.json)
        context.print_json({{"index", receipt.index}, {"id", id_text(receipt.leaf.id)}, {"proposed", planned->proposed}});
    else if (planned->proposed) context.print(Msg::proposed, receipt.index, line, awaited(context, session, receipt.leaf.id));
    else context.print(Msg::acted, line, receipt.index);
    return true;
}

}  // namespace clients::cli
