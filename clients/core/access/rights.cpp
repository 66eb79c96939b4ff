#include "clients/core/access/rights.hpp"

#include <algorithm>

namespace clients::access {

using namespace protocol;

namespace {

bool covers(const CirclePattern& wide, const CirclePattern& narrow) {
    if (wide == narrow) return true;
    const auto circle = Circle::parse(narrow.text());  // none for a wildcard: only itself covers that
    return circle && wide.matches(*circle);
}

bool covers(const Patterns& patterns, const CirclePattern& narrow) {
    return std::ranges::any_of(patterns, [&](const CirclePattern& wide) { return covers(wide, narrow); });
}

void add(Patterns& patterns, const CirclePattern& pattern) {
    if (covers(patterns, pattern)) return;
    std::erase_if(patterns, [&](const CirclePattern& narrow) { return covers(pattern, narrow); });
    patterns.insert(pattern);
}

// Two patterns are alike, or one covers the other, or they have nothing in common.
Patterns common(const Patterns& a, const Patterns& b) {
    Patterns out;
    for (const CirclePattern& one : a)
        for (const CirclePattern& other : b) {
            if (covers(one, other)) add(out, other);
            else if (covers(other, one)) add(out, one);
        }
    return out;
}

Rights granted(const AccessList& list, const Subject& subject) {
    Rights out;
    for (const AccessRule& rule : list.rules) {
        const bool applies = rule.who == role_name(subject.role) || (subject.person && rule.who == subject.person->text());
        if (!applies) continue;
        for (const WriteRight& right : rule.write)
            for (const CirclePattern& to : right.to) add(out.write[right.kind], to);
        for (const CirclePattern& circle : rule.read) add(out.read, circle);
    }
    return out;
}

void add_change(std::vector<Change>& out, const Subject& who, const std::string& kind, const Patterns& before,
                const Patterns& after) {
    if (auto taken = difference(before, after); !taken.empty())
        out.push_back({.who = who, .given = false, .kind = kind, .circles = std::move(taken)});
    if (auto given = difference(after, before); !given.empty())
        out.push_back({.who = who, .given = true, .kind = kind, .circles = std::move(given)});
}

const Patterns& of_kind(const Rights& rights, const std::string& kind) {
    static const Patterns none;
    const auto found = rights.write.find(kind);
    return found == rights.write.end() ? none : found->second;
}

}  // namespace

Lists lists_of(const NetworkState& state, const Member& member) {
    Lists out;
    if (const auto found = state.members().find(member); found != state.members().end())
        for (const auto& [side, list] : found->second.lists) out.of(side) = list.first;
    return out;
}

std::vector<Subject> subjects_of(const NetworkState& state, const Member& member, std::int64_t time) {
    std::vector<Subject> out;
    for (const Person* person : state.active_persons(member, time))
        out.push_back({.person = person->handle, .role = person->role});
    if (out.empty()) out.push_back({.person = {}, .role = member.is_dmr() ? Role::officer : Role::focal_point});
    return out;
}

Rights effective_rights(const Lists& lists, const Subject& subject) {
    if (!lists.dmr) return {};
    Rights out = granted(*lists.dmr, subject);
    if (!lists.own) return out;
    const Rights own = granted(*lists.own, subject);
    for (auto& [kind, patterns] : out.write) patterns = common(patterns, of_kind(own, kind));
    std::erase_if(out.write, [](const auto& row) { return row.second.empty(); });
    out.read = common(out.read, own.read);
    return out;
}

std::vector<Part> difference(const Patterns& all, const Patterns& without) {
    std::vector<Part> out;
    for (const CirclePattern& pattern : all) {
        if (covers(without, pattern)) continue;
        Part part{.pattern = pattern, .except = {}};
        for (const CirclePattern& kept : without)
            if (covers(pattern, kept)) part.except.push_back(kept);
        out.push_back(std::move(part));
    }
    return out;
}

std::vector<Change> changes(const Lists& before, const Lists& after, const std::vector<Subject>& subjects) {
    std::vector<Change> out;
    for (const Subject& who : subjects) {
        const Rights had = effective_rights(before, who), has = effective_rights(after, who);
        std::set<std::string> kinds;
        for (const Rights* rights : {&had, &has})
            for (const auto& [kind, patterns] : rights->write) kinds.insert(kind);
        for (const std::string& kind : kinds) add_change(out, who, kind, of_kind(had, kind), of_kind(has, kind));
        add_change(out, who, {}, had.read, has.read);
    }
    return out;
}

}  // namespace clients::access
