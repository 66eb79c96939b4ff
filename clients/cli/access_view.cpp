#include "clients/cli/access_view.hpp"

#include <algorithm>
#include <set>

#include "clients/cli/table.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/compilation/member_states.hpp"
#include "clients/core/session/exchange.hpp"

namespace clients::cli {
namespace {

using namespace protocol;
using access::Patterns;

std::string member_name(const Context& context, const Member& member) {
    return compilation::find_member(member.text()).name(context.language);
}

std::string circle_words(const Context& context, const CirclePattern& pattern) {
    if (pattern.text() == "state:*") return context.say(Msg::access_circle_every_state);
    if (pattern.text() == "group:*") return context.say(Msg::access_circle_every_group);
    if (pattern.text() == "person:*") return context.say(Msg::access_circle_every_person);
    if (pattern.text() == "meeting:*") return context.say(Msg::access_circle_every_meeting);
    const auto circle = *Circle::parse(pattern.text());
    auto name = circle.text().substr(circle.text().find(':') + 1);
    switch (circle.type()) {
        case Circle::Type::network: return context.say(Msg::access_circle_network);
        case Circle::Type::dmr: return context.say(Msg::access_circle_dmr);
        case Circle::Type::state: return member_name(context, *circle.member());
        case Circle::Type::group: return context.say(Msg::access_circle_group, name);
        case Circle::Type::meeting: return context.say(Msg::access_circle_meeting, name);
        case Circle::Type::person: return context.say(Msg::access_circle_person, name);
    }
    return name;
}

std::string part_words(const Context& context, const access::Part& part) {
    std::vector<std::string> except;
    except.reserve(part.except.size());
    for (const CirclePattern& kept : part.except) except.push_back(circle_words(context, kept));
    const auto all = circle_words(context, part.pattern);
    return except.empty() ? all : context.say(Msg::access_circle_except, all, joined(except));
}

// ---- show ----

// Where a list in force stands in the register.
struct InForce {
    AccessList list;
    std::uint64_t index = 0;
    EntryId id{};
    std::int64_t time = 0;
    std::string author;
};

std::optional<InForce> in_force(Session& session, const Member& member, ListSide side) {
    const auto& lists = session.state().members().at(member).lists;
    const auto found = lists.find(side);
    if (found == lists.end()) return std::nullopt;
    const auto& [list, id] = found->second;
    InForce out{.list = list, .index = 0, .id = id, .time = 0, .author = {}};
    if (const auto stored = session.store().entry_by_id(id)) {
        out.index = stored->index;
        if (const auto leaf = parse_leaf(stored->leaf)) out.time = leaf->time;
        if (const auto entry = parse_entry(stored->entry, stored->delivered)) out.author = entry->header.author.text();
    }
    return out;
}

Table rights_table(const Context& context) {
    return Table(
        {context.say(Msg::access_column_who), context.say(Msg::access_column_may), context.say(Msg::access_column_circles)});
}

void print_list(const Context& context, const AccessList& list) {
    auto table = rights_table(context);
    for (const AccessRule& rule : list.rules) {
        for (const WriteRight& right : rule.write)
            table.add({rule.who, right_words(context, right.kind), joined(texts(right.to))});
        if (!rule.read.empty()) table.add({rule.who, right_words(context, {}), joined(texts(rule.read))});
        if (rule.write.empty() && rule.read.empty()) table.add({rule.who, context.say(Msg::access_nothing), ""});
    }
    if (list.rules.empty()) table.add({"-", context.say(Msg::access_nothing), ""});
    table.print();
}

void print_effective(const Context& context, const access::Lists& lists, const std::vector<access::Subject>& subjects) {
    auto table = rights_table(context);
    for (const auto& who : subjects) {
        const auto rights = effective_rights(lists, who);
        for (const auto& [kind, patterns] : rights.write)
            table.add({who.text(), right_words(context, kind), joined(texts(patterns))});
        if (!rights.read.empty()) table.add({who.text(), right_words(context, {}), joined(texts(rights.read))});
        if (rights == access::Rights{}) table.add({who.text(), context.say(Msg::access_nothing), ""});
    }
    table.print();
}

OrderedJson list_json(const std::optional<InForce>& shown) {
    if (!shown) return nullptr;
    OrderedJson out = {{"index", shown->index}, {"id", id_text(shown->id)}, {"time", shown->time}, {"author", shown->author}};
    const Json list = access_list_json(shown->list);
    out["rules"] = OrderedJson::array();
    if (list.contains("rules")) out["rules"] = list.at("rules");
    return out;
}

OrderedJson effective_json(const access::Lists& lists, const std::vector<access::Subject>& subjects) {
    OrderedJson out = OrderedJson::array();
    for (const auto& who : subjects) {
        const auto rights = effective_rights(lists, who);
        OrderedJson write = OrderedJson::array();
        for (const auto& [kind, patterns] : rights.write) write.push_back({{"kind", kind}, {"to", texts(patterns)}});
        out.push_back({{"who", who.text()}, {"role", role_name(who.role)}, {"write", write}, {"read", texts(rights.read)}});
    }
    return out;
}

}  // namespace

std::string right_words(const Context& context, const std::string& kind) {
    if (kind.empty()) return context.say(Msg::access_read);
    if (kind == "request") return context.say(Msg::access_send_request);
    if (kind == "response") return context.say(Msg::access_send_response);
    if (kind == "information") return context.say(Msg::access_send_information);
    return context.say(Msg::access_send_other, kind);
}

std::vector<std::string> change_lines(const Context& context, const std::vector<access::Change>& changes) {
    std::vector<std::string> out;
    for (const auto& change : changes) {
        std::vector<std::string> circles;
        circles.reserve(change.circles.size());
        for (const auto& part : change.circles) circles.push_back(part_words(context, part));
        out.push_back(context.say(change.given ? Msg::access_gives : Msg::access_takes, change.who.text(),
                                  right_words(context, change.kind), joined(circles)));
    }
    return out;
}

std::string felt_by(const Context& context, Session& session, const std::vector<access::Change>& changes) {
    std::set<Handle> concerned;
    for (const auto& change : changes)
        if (change.who.person) concerned.insert(*change.who.person);
    std::vector<std::string> out;
    for (const auto& row : directory(session)) {
        if (!concerned.contains(row.person.handle)) continue;
        const auto handle = row.person.handle.text();
        out.push_back(row.contact ? context.say(Msg::access_person, visible_line(row.contact->name), handle) : handle);
    }
    return joined(out);
}

void show_access(const Context& context, Session& session, const Member& member) {
    const auto dmr = in_force(session, member, ListSide::dmr), own = in_force(session, member, ListSide::own);
    const auto lists = access::lists_of(session.state(), member);
    const auto subjects = access::subjects_of(session.state(), member, unix_now());
    if (context.json)
        return context.print_json({{"member", member.text()}, {"dmr", list_json(dmr)}, {"own", list_json(own)},
                                   {"effective", effective_json(lists, subjects)}});
    context.print(Msg::access_member_line, member_name(context, member), member.text());
    const auto section = [&](const std::optional<InForce>& shown, Msg there, Msg absent) {
        std::cout << '\n';
        if (!shown) return context.print(absent);
        context.print(there, shown->index, shown->author, shown_time(shown->time));
        print_list(context, shown->list);
    };
    section(dmr, Msg::access_list_dmr, Msg::access_no_dmr_list);
    section(own, Msg::access_list_own, Msg::access_no_own_list);
    std::cout << '\n';
    context.print(Msg::access_effective);
    print_effective(context, lists, subjects);
}

OrderedJson changes_json(const std::vector<access::Change>& changes) {
    OrderedJson out = OrderedJson::array();
    for (const auto& change : changes) {
        OrderedJson circles = OrderedJson::array();
        for (const auto& part : change.circles) {
            OrderedJson circle = {{"circle", part.pattern.text()}};
            if (!part.except.empty()) circle["except"] = texts(part.except);
            circles.push_back(std::move(circle));
        }
        out.push_back({{"who", change.who.text()}, {"change", change.given ? "given" : "taken"},
                       {"right", change.kind.empty() ? "read" : "write"}});
        if (!change.kind.empty()) out.back()["kind"] = change.kind;
        out.back()["circles"] = std::move(circles);
    }
    return out;
}

}  // namespace clients::cli
