#include "clients/cli/notices.hpp"

#include <algorithm>

#include "clients/core/compilation/member_states.hpp"
#include "clients/core/session/seats.hpp"

namespace clients::cli {

using namespace protocol;
using What = AuthorityChange::What;

namespace {

std::string persons_of(const AuthorityChange& change) { return joined(texts(change.persons)); }

// Circles about whose present keys somebody complains.
std::vector<std::pair<Circle, Complaint>> complaints(const NetworkState& state) {
    std::vector<std::pair<Circle, Complaint>> out;
    for (const auto& [circle, known] : state.circles())
        for (const Complaint& complaint : known.complaints) out.emplace_back(circle, complaint);
    return out;
}

}  // namespace

std::string member_name(const Context& context, const Member& member) {
    return compilation::find_member(member.text()).name(context.language);
}

std::string change_words(const Context& context, const AuthorityChange& change) {
    const auto persons = persons_of(change);
    switch (change.what) {
        case What::seat_emptied:
            return context.say(Msg::alarm_emptied, change.author.text(), persons, member_name(context, *change.member));
        case What::seat_founded: return context.say(Msg::alarm_founded, persons, member_name(context, *change.member), persons);
        case What::new_member:
            return context.say(Msg::notice_new_state, member_name(context, *change.member), shown_time(change.from));
        case What::new_officer: return context.say(Msg::notice_new_officer, persons, shown_time(change.from));
        case What::handover: return context.say(Msg::notice_handover, persons, shown_time(change.from));
        case What::gateway_keys: return context.say(Msg::notice_gateway, shown_time(change.from));
    }
    return {};
}

std::vector<std::string> notice_lines(const Context& context, Session& session) {
    std::vector<std::string> out;
    const auto changes = open_changes(session);
    out.reserve(changes.size());
    for (const AuthorityChange& change : changes) out.push_back(change_words(context, change));
    if (std::ranges::any_of(changes, [](const AuthorityChange& change) { return !change.is_alarm(); }))
        out.push_back(context.say(Msg::notice_hint));
    for (const auto& [circle, complaint] : complaints(session.state()))
        out.push_back(context.say(Msg::notice_complaint, complaint.by.text(), circle.text(), complaint.accused.text()));
    return out;
}

OrderedJson notices_json(Session& session) {
    OrderedJson out = OrderedJson::array();
    for (const AuthorityChange& change : open_changes(session)) out.push_back(OrderedJson(change_json(change)));
    for (const auto& [circle, complaint] : complaints(session.state()))
        out.push_back({{"what", "complaint"}, {"circle", circle.text()}, {"by", complaint.by.text()},
                       {"accused", complaint.accused.text()},
                       {"entry", id_text(complaint.entry)}});
    return out;
}

}  // namespace clients::cli
