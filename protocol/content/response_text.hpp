// A response as plain text:
//
//     Re:             NFP/YYYY/NNN, optional                En réponse à, Réf
//     Language:       en or fr                              Langue
//     Dissemination:  requester | network | public          Diffusion: demandeur | réseau | public
//
//     ## Answers      `1.` `2.` ...; typed answers begin with the value, a comment may follow after ` -- `     Réponses
//
// Lines that begin with `>` are comments: the blank form repeats the questions in them.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/content/errc.hpp"
#include "protocol/content/response.hpp"

namespace protocol::content {

struct ResponseDraft {
    std::optional<std::string> re;  // the request that it answers, as written; the command line may override it
    Response response;
    bool operator==(const ResponseDraft&) const = default;
};

// Only what the header says about the request, without reading the answers: so that the caller can look the request up.
[[nodiscard]] std::expected<std::optional<std::string>, TextError> parse_response_reference(std::string_view text);

// Reads a response to that request. The result satisfies check_response_against. Answers may stand in any order.
[[nodiscard]] std::expected<ResponseDraft, TextError> parse_response_text(std::string_view text,
                                                                          const Request& request);

}  // namespace protocol::content
