// Passing on what was opened here: sealed anew, as information, to one who holds no state's circle (docs/protocol.md, "Content").
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "clients/core/session/exchange.hpp"

namespace clients {

// What an entry says, in words of the language; titles and texts as their authors wrote them, not escaped.
struct Told {
    Origin origin;
    std::string number;                        // "NFP/2026/014", of a request; with ":fr" of a response; else empty
    std::string title;
    protocol::content::Language language{};    // of what the author wrote
    std::string text;
    bool for_requester_alone = false;          // a response that may spread no further
};
// Errors: those of resolve(), and no_secret when it is not opened here, not_a_text when nobody wrote it.
std::expected<Told, Failure> tell(Session& session, std::string_view reference, protocol::content::Language words);

// The same as information that names its origin: number, register index, author and time. It is no proof of what the author said:
// the signature stays with the entry it is of. Errors: those of parse_information(), when it is longer than information may be.
std::expected<protocol::content::Information, Failure> forwarded(const Told& told, protocol::content::Language words);

// To that person's circle and the own one. Errors: unknown_reference, nobody active has that handle; role_unsupported, they
// hold a member's circle: write to that; wider_than_mark, a response for the requester alone and a person of another member.
std::expected<std::vector<protocol::Circle>, Failure> circles_to_forward(const Session& session, const Told& told,
                                                                         const protocol::Handle& to);

}  // namespace clients
