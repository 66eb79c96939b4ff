// Access lists: two per member, deny by default (docs/protocol.md, "Access lists").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/canonical_json.hpp"
#include "protocol/names.hpp"

namespace protocol {

// `network`, `dmr`, `state:fr`, `group:return`, or every circle of a type: `state:*`, `group:*`, `meeting:*`, `person:*`.
class CirclePattern {
public:
    static std::optional<CirclePattern> parse(std::string_view text);
    bool matches(const Circle& circle) const;
    const std::string& text() const noexcept { return text_; }
    auto operator<=>(const CirclePattern&) const = default;

private:
    explicit CirclePattern(std::string_view text) : text_(text) {}
    std::string text_;
};

struct WriteRight {
    std::string kind;                    // request, response, information or a kind of a later version
    std::vector<CirclePattern> to;
    bool operator==(const WriteRight&) const = default;
};

struct AccessRule {
    std::string who;                     // a role, or one handle of the member
    std::vector<WriteRight> write;
    std::vector<CirclePattern> read;
    bool operator==(const AccessRule&) const = default;
};

enum class ListSide { dmr, own };        // who signed it

struct AccessList {
    ListSide side = ListSide::dmr;
    Member member;
    std::vector<AccessRule> rules;
    bool operator==(const AccessList&) const = default;

    bool may_write(const Handle& person, Role role, std::string_view kind, const Circle& to) const;
    bool may_read(const Handle& person, Role role, const Circle& circle) const;
};

// As in a claim (without `replaces`) and in config/access/*.json.
Json access_list_json(const AccessList& list);
std::optional<AccessList> parse_access_list(const Json& value);

// What a new member starts with: its officers or focal points may write every kind that people write, to every circle, and
// read the network, their own circle and the groups they are in; its readers, agents and experts read the groups they are in.
AccessList default_access_list(const Member& member);

}  // namespace protocol
