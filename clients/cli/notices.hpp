// What everybody is to know and nobody asks for: changes of authority, seats filled anew, complaints about keys.
#pragma once

#include "clients/cli/context.hpp"
#include "clients/core/session/authority_watch.hpp"

namespace clients::cli {

// Every notice that is open for this person, and what to do about it; safe to print.
std::vector<std::string> notice_lines(const Context& context, Session& session);
// One of them.
std::string change_words(const Context& context, const AuthorityChange& change);
OrderedJson notices_json(Session& session);

// A member's name in the person's language.
std::string member_name(const Context& context, const protocol::Member& member);

}  // namespace clients::cli
