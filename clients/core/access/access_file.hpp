// An access list as a file that people edit (config/access/): strict, and a refusal names line, column and key.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "clients/core/messages/messages.hpp"
#include "protocol/access.hpp"
#include "protocol/located_json.hpp"

namespace clients::access {

struct FileError {
    protocol::JsonPlace place;
    std::string where;     // the key, such as rules[0].write[1].kind; empty for the whole
    Msg rule{};            // what is wrong and what was expected
    std::string detail;    // what stands there; foreign
    std::string expected;  // fills the message where it depends on the file
};

// The same rules as for a claim, and stricter where a slip would grant or withhold something unseen: kinds are those of this
// version, an empty list is refused. Bounds: limits.hpp and protocol/limits.hpp.
std::expected<protocol::AccessList, FileError> parse_access_file(std::string_view text);

// "line 7, column 22, rules[0].write[1].kind: “requests” is not a kind that people write; ..."
std::string describe(Language language, const FileError& error);

// A file that parse_access_file() reads back to the same list, with comments in that language.
std::string access_file_text(const protocol::AccessList& list, Language language);

}  // namespace clients::access
