#include "clients/cli/upkeep_words.hpp"

#include "clients/cli/terminal.hpp"

namespace clients::cli {

using namespace protocol;

namespace {

std::string rotation_words(const Context& context, const Chore& chore) {
    const auto& circle = chore.circle.text();
    switch (chore.why) {
        case Due::Why::none:
        case Due::Why::unfounded: return context.say(Msg::upkeep_unfounded, circle);
        case Due::Why::stale: return context.say(Msg::upkeep_stale, circle);
        case Due::Why::complaint: return context.say(Msg::upkeep_complaint, circle);
        case Due::Why::aged: return context.say(Msg::upkeep_aged, circle);
    }
    return {};
}

std::string done_words(const Context& context, const NetworkState& state, const Chore& chore) {
    switch (chore.what) {
        case Chore::What::complaint: return context.say(Msg::upkeep_complained, chore.circle.text(), chore.accused->text());
        case Chore::What::rotation: return rotation_words(context, chore);
        case Chore::What::grant:
            return context.say(Msg::upkeep_granted, chore.circle.text(), holder_words(context, state, *chore.to));
    }
    return {};
}

std::string_view code(Chore::What what) {
    switch (what) {
        case Chore::What::complaint: return "complaint";
        case Chore::What::rotation: return "rotation";
        case Chore::What::grant: return "grant";
    }
    return {};
}

}  // namespace

std::string holder_words(const Context& context, const NetworkState& state, const Audience& holder) {
    if (const auto* circle = std::get_if<CircleEpoch>(&holder)) return circle->circle.text();
    const auto& key = std::get<KeyId>(holder);
    for (const auto& [handle, person] : state.persons())
        if (person.devices.contains(key)) return handle.text();
    return context.say(Msg::holder_recovery);
}

std::expected<Upkeep, Failure> tend_aloud(Context& context, Session& session, const std::vector<Circle>& needed) {
    auto upkeep = tend(session, needed);
    for (const Failure& refused : session.take_refused()) {
        // not refused: it waits
        if (refused.code == session_errc::seat_unconfirmed) context.warn(Msg::held_in_outbox, explain(context, refused));
        else report(context, refused);
    }
    if (!upkeep) return upkeep;
    for (const Chore& chore : upkeep->done) std::cerr << done_words(context, session.state(), chore) << '\n';
    for (const Forgotten& forgotten : upkeep->forgotten)
        std::cerr << context.say(Msg::upkeep_forgotten, forgotten.epoch.circle.text(), forgotten.epoch.epoch,
                                 shown_time(forgotten.since))
                  << '\n';
    for (const Hindered& hindered : upkeep->failed)
        context.warn(Msg::upkeep_failed, hindered.chore.circle.text(), explain(context, hindered.why));
    return upkeep;
}

OrderedJson chore_json(const Chore& chore) {
    OrderedJson out = {{"what", code(chore.what)}, {"circle", chore.circle.text()}};
    if (chore.to) {
        const auto* circle = std::get_if<CircleEpoch>(&*chore.to);
        out["to"] = circle ? circle->circle.text() : std::get<KeyId>(*chore.to).text();
    }
    if (chore.accused) out["accused"] = chore.accused->text();
    return out;
}

OrderedJson upkeep_json(const Upkeep& upkeep) {
    OrderedJson done = OrderedJson::array();
    for (const Chore& chore : upkeep.done) done.push_back(chore_json(chore));
    OrderedJson destroyed = OrderedJson::array();
    for (const Forgotten& one : upkeep.forgotten)
        destroyed.push_back({{"circle", one.epoch.circle.text()}, {"epoch", one.epoch.epoch}, {"since", one.since}});
    return {{"done", std::move(done)}, {"entries", upkeep.entries}, {"bytes", upkeep.bytes}, {"destroyed", std::move(destroyed)}};
}

}  // namespace clients::cli
