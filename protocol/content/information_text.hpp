// Information as plain text:
//
//     Title:      required                                   Titre
//     Language:   en or fr                                   Langue
//     To:         dmr (default) | network | group:NAME | fr, de    À, Destinataire(s)
//     Proposal:   disseminate, optional                      Proposition: diffuser
//
//     ## Text     required                                   Texte
#pragma once

#include <expected>
#include <string_view>

#include "protocol/content/destination.hpp"
#include "protocol/content/errc.hpp"
#include "protocol/content/information.hpp"

namespace protocol::content {

struct InformationDraft {
    Information information;
    InformationDestination destination = ToSecretariat{};
    bool operator==(const InformationDraft&) const = default;
};

// Reads information, words of both languages in any mixture. Refuses the first broken rule with its line.
[[nodiscard]] std::expected<InformationDraft, TextError> parse_information_text(std::string_view text);

}  // namespace protocol::content
