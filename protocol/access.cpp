#include "protocol/access.hpp"

#include <algorithm>

#include "protocol/fields.hpp"
#include "protocol/kinds.hpp"
#include "protocol/limits.hpp"

namespace protocol {
namespace {

bool any_matches(const std::vector<CirclePattern>& patterns, const Circle& circle) {
    return std::ranges::any_of(patterns, [&](const CirclePattern& pattern) { return pattern.matches(circle); });
}

bool is_for(const AccessRule& rule, const Handle& person, Role role) {
    return rule.who == person.text() || rule.who == role_name(role);
}

Json patterns_json(const std::vector<CirclePattern>& patterns) {
    Json out = Json::array();
    for (const CirclePattern& pattern : patterns) out.push_back(pattern.text());
    return out;
}

std::optional<std::vector<CirclePattern>> parse_patterns(const Json& array) {
    std::vector<CirclePattern> out;
    for (const Json& item : array) {
        const auto pattern = item.is_string() ? CirclePattern::parse(item.get<std::string>()) : std::nullopt;
        if (!pattern) return std::nullopt;
        out.push_back(*pattern);
    }
    return out;
}

bool is_kind_name(std::string_view text) {
    return !text.empty() && text.size() <= limits::slug_bytes_max &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

std::optional<WriteRight> parse_write(const Json& value) {
    Fields fields(value);
    WriteRight right{.kind = fields.text("kind"), .to = {}};
    const auto to = parse_patterns(fields.array("to", limits::patterns_max));
    if (!to || !fields.done() || !is_kind_name(right.kind)) return std::nullopt;
    right.to = *to;
    return right;
}

std::optional<AccessRule> parse_rule(const Json& value, const Member& member) {
    Fields fields(value);
    AccessRule rule{.who = fields.text("who"), .write = {}, .read = {}};
    const auto handle = Handle::parse(rule.who);
    // A list names only rights of that member's own persons.
    if (!parse_role(rule.who) && !(handle && handle->member() == member)) return std::nullopt;
    if (fields.has("write"))
        for (const Json& item : fields.array("write", limits::rules_max)) {
            auto right = parse_write(item);
            if (!right) return std::nullopt;
            rule.write.push_back(std::move(*right));
        }
    if (fields.has("read")) {
        auto read = parse_patterns(fields.array("read", limits::patterns_max));
        if (!read) return std::nullopt;
        rule.read = std::move(*read);
    }
    if (!fields.done()) return std::nullopt;
    return rule;
}

}  // namespace

std::optional<CirclePattern> CirclePattern::parse(std::string_view text) {
    const bool wildcard = text == "state:*" || text == "group:*" || text == "meeting:*" || text == "person:*";
    if (!wildcard && !Circle::parse(text)) return std::nullopt;
    return CirclePattern(text);
}

bool CirclePattern::matches(const Circle& circle) const {
    if (text_.back() == '*')
        return std::string_view(circle.text()).starts_with(std::string_view(text_).substr(0, text_.size() - 1));
    return circle.text() == text_;
}

bool AccessList::may_write(const Handle& person, Role role, std::string_view kind, const Circle& to) const {
    return std::ranges::any_of(rules, [&](const AccessRule& rule) {
        return is_for(rule, person, role) && std::ranges::any_of(rule.write, [&](const WriteRight& right) {
                   return right.kind == kind && any_matches(right.to, to);
               });
    });
}

bool AccessList::may_read(const Handle& person, Role role, const Circle& circle) const {
    return std::ranges::any_of(rules, [&](const AccessRule& rule) {
        return is_for(rule, person, role) && any_matches(rule.read, circle);
    });
}

Json access_list_json(const AccessList& list) {
    Json out = {{"list", list.side == ListSide::dmr ? "dmr" : "own"}, {"member", list.member.text()}};
    for (const AccessRule& rule : list.rules) {
        Json item = {{"who", rule.who}};
        for (const WriteRight& right : rule.write)
            item["write"].push_back({{"kind", right.kind}, {"to", patterns_json(right.to)}});
        if (!rule.read.empty()) item["read"] = patterns_json(rule.read);
        out["rules"].push_back(std::move(item));
    }
    return out;
}

std::optional<AccessList> parse_access_list(const Json& value) {
    Fields fields(value);
    const auto member = fields.parsed("member", Member::parse);
    const auto side = fields.text("list");
    if (!member || (side != "dmr" && side != "own")) return std::nullopt;
    AccessList list{.side = side == "dmr" ? ListSide::dmr : ListSide::own, .member = *member, .rules = {}};
    if (fields.has("rules"))  // no rules at all: nothing is granted
        for (const Json& item : fields.array("rules", limits::rules_max)) {
            auto rule = parse_rule(item, *member);
            if (!rule) return std::nullopt;
            list.rules.push_back(std::move(*rule));
        }
    if (!fields.done()) return std::nullopt;
    return list;
}

AccessList default_access_list(const Member& member) {
    const auto pattern = [](std::string_view text) { return *CirclePattern::parse(text); };
    AccessRule rule{.who = std::string(role_name(member.is_dmr() ? Role::officer : Role::focal_point)),
                    .write = {},
                    .read = {pattern("network"), pattern(Circle::of(member).text()), pattern("group:*")}};
    for (const KindRule& kind : kind_table())
        if (kind.written_by_people) {
            WriteRight right{.kind = std::string(kind.name),
                             .to = {pattern("network"), pattern("dmr"), pattern("state:*"), pattern("group:*")}};
            if (kind.kind == Kind::information) right.to.push_back(pattern("person:*"));  // forwarding
            rule.write.push_back(std::move(right));
        }
    AccessList list{.side = ListSide::dmr, .member = member, .rules = {std::move(rule)}};
    // Those who hold no state's circle read the groups that admitted them by name.
    for (const Role role : {Role::national_reader, Role::expert, Role::agent})
        if (!member.is_dmr() || role == Role::expert)
            list.rules.push_back({.who = std::string(role_name(role)), .write = {}, .read = {pattern("group:*")}});
    return list;
}

}  // namespace protocol
