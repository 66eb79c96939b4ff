#include "clients/core/access/access_file.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "clients/core/access/limits.hpp"
#include "protocol/content/visible.hpp"
#include "protocol/kinds.hpp"

namespace clients::access {
namespace {

using namespace protocol;

using Node = JsonNode;
using Keys = std::vector<std::string_view>;

std::string listed(const Keys& keys) {
    std::string out;
    for (const auto key : keys) out += (out.empty() ? "" : ", ") + std::string(key);
    return out;
}

// Reads a list out of the tree; keeps the first fault, after which nothing counts.
class Reader {
public:
    std::optional<AccessList> list(const Node& root) {
        if (!object(root, {"list", "member", "rules"}, {"list", "member"})) return std::nullopt;
        const auto side = word(*field(root, "list"));
        if (side != "dmr" && side != "own") return refuse(*field(root, "list"), Msg::access_bad_list);
        const auto member = Member::parse(word(*field(root, "member")));
        if (!member) return refuse(*field(root, "member"), Msg::access_bad_member);
        AccessList out{.side = side == "dmr" ? ListSide::dmr : ListSide::own, .member = *member, .rules = {}};
        // No rules at all: nothing is granted.
        if (const Node* rules = field(root, "rules"))
            for (const Node& item : items(*rules, protocol::limits::rules_max)) out.rules.push_back(rule(item, *member));
        if (!error_ && canonical(access_list_json(out)).size() > limits::list_bytes_max) fail(root, Msg::access_list_too_large);
        if (error_) return std::nullopt;
        return out;
    }
    FileError take_error() { return std::move(*error_); }

private:
    AccessRule rule(const Node& node, const Member& member) {
        if (!object(node, {"who", "write", "read"}, {"who"})) return {};
        AccessRule out{.who = word(*field(node, "who")), .write = {}, .read = {}};
        const auto handle = Handle::parse(out.who);
        if (!parse_role(out.who) && !(handle && handle->member() == member))
            fail(*field(node, "who"), Msg::access_bad_who, member.text());
        if (const Node* write = field(node, "write"))
            for (const Node& item : items(*write, protocol::limits::rules_max)) out.write.push_back(write_right(item));
        if (const Node* read = field(node, "read")) out.read = patterns(*read);
        return out;
    }
    WriteRight write_right(const Node& node) {
        if (!object(node, {"kind", "to"}, {"kind", "to"})) return {};
        const Node& name = *field(node, "kind");
        const KindRule* kind = find_kind(word(name));
        if (!kind || !kind->written_by_people) fail(name, Msg::access_bad_kind);
        return {.kind = name.text, .to = patterns(*field(node, "to"))};
    }
    std::vector<CirclePattern> patterns(const Node& node) {
        std::vector<CirclePattern> out;
        for (const Node& item : items(node, protocol::limits::patterns_max)) {
            const auto pattern = CirclePattern::parse(word(item));
            if (!pattern) fail(item, Msg::access_bad_circle);
            else out.push_back(*pattern);
        }
        return out;
    }

    // ---- shapes ----

    // An object with these keys, each at most once, and all that it needs.
    bool object(const Node& node, const Keys& known, const Keys& needed) {
        if (node.type != Node::Type::object) return fail(node, Msg::access_want_object);
        std::set<std::string_view> seen;
        for (const Node& item : node.items) {
            const auto at_key = [&](Msg rule) {
                return fail(
                    {.place = item.key_place, .where = node.where, .rule = rule, .detail = item.key, .expected = listed(known)});
            };
            if (std::ranges::find(known, item.key) == known.end()) return at_key(Msg::access_unknown_key);
            if (!seen.insert(item.key).second) return at_key(Msg::access_duplicate_key);
        }
        for (const auto key : needed)
            if (!seen.contains(key)) return fail(node, Msg::access_missing_key, std::string(key));
        return true;
    }
    static const Node* field(const Node& object, std::string_view key) {
        const auto found = std::ranges::find(object.items, key, &Node::key);
        return found == object.items.end() ? nullptr : &*found;
    }
    const std::vector<Node>& items(const Node& node, std::size_t count_max) {
        static const std::vector<Node> none;
        if (node.type != Node::Type::list) fail(node, Msg::access_want_list);
        else if (node.items.empty()) fail(node, Msg::access_empty_list);
        else if (node.items.size() > count_max) fail(node, Msg::access_too_many, std::to_string(count_max));
        else return node.items;
        return none;
    }
    std::string word(const Node& node) {
        if (node.type != Node::Type::text) fail(node, Msg::access_want_text);
        return node.text;
    }

    bool fail(FileError error) {
        if (!error_) error_ = std::move(error);
        return false;
    }
    bool fail(const Node& at, Msg rule, std::string expected = {}) {
        return fail({.place = at.place, .where = at.where, .rule = rule, .detail = at.text, .expected = std::move(expected)});
    }
    std::nullopt_t refuse(const Node& at, Msg rule) {
        fail(at, rule);
        return std::nullopt;
    }

    std::optional<FileError> error_;
};

FileError not_json(const JsonError& error) {
    const auto rule = [&] {
        switch (error.why) {
            case JsonError::Why::too_large: return Msg::access_file_too_large;
            case JsonError::Why::too_deep: return Msg::access_too_deep;
            case JsonError::Why::not_json: break;
        }
        return Msg::access_not_json;
    }();
    return {.place = error.place, .where = {}, .rule = rule, .detail = {}, .expected = {}};
}

}  // namespace

std::expected<AccessList, FileError> parse_access_file(std::string_view text) {
    const auto root = parse_located(text, {.bytes_max = limits::file_bytes_max, .depth_max = limits::file_depth_max});
    if (!root) return std::unexpected(not_json(root.error()));
    Reader reader;
    auto list = reader.list(*root);
    if (!list) return std::unexpected(reader.take_error());
    return std::move(*list);
}

std::string describe(Language language, const FileError& error) {
    auto text = say(language, error.rule, content::excerpt(error.detail, limits::shown_characters_max), error.expected);
    if (error.place == JsonPlace{}) return text;
    const auto place = say(language, Msg::access_at, error.place.line, error.place.column);
    return say(language, Msg::text_refused, place + (error.where.empty() ? "" : ", " + error.where), text);
}

// ---- writing ----

namespace {

// names are plain text: nothing to escape
std::string in_quotes(std::string_view plain) { return "\"" + std::string(plain) + "\""; }

std::string written(const std::vector<CirclePattern>& patterns) {
    std::string out;
    for (const CirclePattern& pattern : patterns) out += (out.empty() ? "" : ", ") + in_quotes(pattern.text());
    return "[" + out + "]";
}

std::string written(const AccessRule& rule) {
    std::string out = "    {\n      \"who\": " + in_quotes(rule.who);
    if (!rule.write.empty()) {
        out += ",\n      \"write\": [";
        for (const WriteRight& right : rule.write)
            out += std::string(&right == &rule.write.front() ? "" : ",") + "\n        {\"kind\": " + in_quotes(right.kind) +
                   ", \"to\": " + written(right.to) + "}";
        out += "\n      ]";
    }
    if (!rule.read.empty()) out += ",\n      \"read\": " + written(rule.read);
    return out + "\n    }";
}

}  // namespace

std::string access_file_text(const AccessList& list, Language language) {
    const bool own = list.side == ListSide::own;
    std::string out;
    const auto comment = [&](const std::string& line) { out += "// " + line + "\n"; };
    comment(say(language, own ? Msg::access_comment_own : Msg::access_comment_dmr, list.member.text()));
    for (const Msg line :
         {Msg::access_comment_both, Msg::access_comment_who, Msg::access_comment_write, Msg::access_comment_circles})
        comment(say(language, line));
    out += "{\n  \"list\": " + in_quotes(own ? "own" : "dmr") + ",\n  \"member\": " + in_quotes(list.member.text());
    if (!list.rules.empty()) {
        out += ",\n  \"rules\": [";
        for (const AccessRule& rule : list.rules) out += (&rule == &list.rules.front() ? "\n" : ",\n") + written(rule);
        out += "\n  ]";
    }
    return out + "\n}\n";
}

}  // namespace clients::access
