// Where a text asks to be sent. Whether such a group or state exists is the register's business.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace protocol::content {

struct ToNetwork {
    bool operator==(const ToNetwork&) const = default;
};
struct ToGroup {
    std::string name;  // lower-case letters, digits and hyphens, as in group:return
    bool operator==(const ToGroup&) const = default;
};
struct ToStates {
    std::vector<std::string> codes;  // ISO 3166-1 alpha-2, lower case, in the author's order, each once
    bool operator==(const ToStates&) const = default;
};
struct ToSecretariat {
    bool operator==(const ToSecretariat&) const = default;
};

using RequestDestination = std::variant<ToNetwork, ToGroup, ToStates>;
using InformationDestination = std::variant<ToSecretariat, ToNetwork, ToGroup, ToStates>;

// `network` | `group:NAME` | `fr, de, it`, also `réseau` and `groupe:NAME`.
std::optional<RequestDestination> parse_request_destination(std::string_view text);

// The same, and `dmr`.
std::optional<InformationDestination> parse_information_destination(std::string_view text);

}  // namespace protocol::content
