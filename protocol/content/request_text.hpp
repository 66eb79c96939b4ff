// A request as plain text (docs: the text formats):
//
//     Title:      required                          Titre
//     Language:   en or fr                          Langue
//     To:         network | group:NAME | fr, de     À, Destinataire(s)
//     Deadline:   YYYY-MM-DD                        Échéance, Date limite
//
//     ## Background    optional                     Contexte
//     ## Questions     `1.` `2.` ...; an answer type may end a question:
//                      [yes/no] [number] [date] [choice: A | B | C], [oui/non] [nombre] [choix : A | B | C]
#pragma once

#include <expected>
#include <string_view>

#include "protocol/content/destination.hpp"
#include "protocol/content/errc.hpp"
#include "protocol/content/request.hpp"

namespace protocol::content {

struct RequestDraft {
    Request request;
    RequestDestination destination;
    bool operator==(const RequestDraft&) const = default;
};

// Reads a request, words of both languages in any mixture. Whether the deadline is still to come is for the caller, who
// has a clock. Refuses the first broken rule with its line.
[[nodiscard]] std::expected<RequestDraft, TextError> parse_request_text(std::string_view text,
                                                                        const RequestRules& rules);

}  // namespace protocol::content
