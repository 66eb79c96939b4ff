#include "gateway/api/titles.hpp"

#include <algorithm>
#include <array>

namespace gateway::api {
namespace {

struct Title {
    std::string_view name;
    std::string_view en;
    std::string_view fr;
};

constexpr auto table = std::to_array<Title>({
    // the gateway's own; `internal` stays first
    {"internal", "The gateway has a fault; try again later.", "La passerelle a un défaut ; réessayez plus tard."},
    {"not-found", "There is nothing here for you.", "Il n'y a rien ici pour vous."},
    {"method-not-allowed", "This address does not take this method.", "Cette adresse n'admet pas cette méthode."},
    {"malformed-request", "The request is not well-formed.", "La requête est mal formée."},
    {"unsupported-media-type", "This call does not take this content type or coding.",
     "Cet appel n'admet pas ce type ou ce codage de contenu."},
    {"expectation-failed", "The expectation of the request is not supported.",
     "L'attente exprimée par la requête n'est pas prise en charge."},
    {"certificate-required", "This call needs the certificate of a designated person.",
     "Cet appel exige le certificat d'une personne désignée."},
    {"not-designated", "Your designation, or that of this device, has ended.",
     "Votre désignation, ou celle de cet appareil, a pris fin."},
    {"recovery-invalid", "This was not made with a recovery sheet of this network.",
     "Ceci n'a pas été fait avec une fiche de récupération de ce réseau."},
    {"upgrade-required", "This call is a WebSocket, version 13.", "Cet appel est un WebSocket, version 13."},
    {"origin-refused", "Pages of websites are not served.", "Les pages de sites web ne sont pas servies."},
    {"overloaded", "The gateway is busy; send the same bytes again shortly.",
     "La passerelle est surchargée ; renvoyez les mêmes octets dans un instant."},
    {"store-full", "The gateway's disk is full; nothing was taken.", "Le disque de la passerelle est plein ; rien n'a été pris."},
    {"clock", "The gateway takes nothing until its operator has confirmed its clock; send the same bytes again later.",
     "La passerelle ne prend rien tant que son opérateur n'a pas confirmé son horloge ; renvoyez les mêmes octets plus tard."},
    {"timeout", "No answer in time; send the same bytes again.", "Pas de réponse à temps ; renvoyez les mêmes octets."},
    // bytes
    {"malformed-header", "The header is not the one canonical form, or a field breaks its rule.",
     "L'en-tête n'a pas la forme canonique, ou un champ enfreint sa règle."},
    {"malformed-entry", "This is not an entry: header, signature, empty line, body.",
     "Ceci n'est pas une écriture : en-tête, signature, ligne vide, corps."},
    {"malformed-claim", "The claim is not what its kind demands.", "La déclaration n'est pas celle que son genre exige."},
    {"too-large", "This is over a limit.", "Ceci dépasse une limite."},
    {"unknown-version", "The version of the header is unknown.", "La version de l'en-tête est inconnue."},
    {"unknown-kind", "This kind of entry is unknown to this version.", "Ce genre d'écriture est inconnu de cette version."},
    {"wrong-network", "The entry belongs to another network.", "L'écriture appartient à un autre réseau."},
    {"duplicate-entry", "An entry with this header is in the register already.",
     "Une écriture avec cet en-tête est déjà au registre."},
    // author
    {"author-unknown", "The author is not designated, not yet, or no longer.", "L'auteur n'est pas désigné, pas encore ou plus."},
    {"key-mismatch", "The key named is not a device of the author.", "La clé nommée n'est pas celle d'un appareil de l'auteur."},
    {"bad-signature", "The signature does not verify.", "La signature n'est pas valable."},
    {"bad-seen", "The checkpoint named as seen is not of this gateway, or is ahead of the entry.",
     "Le point de contrôle indiqué comme vu n'est pas de cette passerelle, ou devance l'écriture."},
    // body
    {"body-mismatch", "The body is not the one that the header describes.", "Le corps n'est pas celui que l'en-tête décrit."},
    {"bad-stanzas", "The body is not sealed to exactly its audience.",
     "Le corps n'est pas scellé exactement pour ses destinataires."},
    {"bind-mismatch", "The body was made for another header.", "Le corps a été fait pour un autre en-tête."},
    {"bad-padding", "The body is not padded as the rules say.", "Le corps n'est pas complété comme le veulent les règles."},
    {"malformed-content", "The content is not what its kind demands.", "Le contenu n'est pas celui que son genre exige."},
    {"wider-than-mark", "The audience is wider than the dissemination mark allows.",
     "Les destinataires sont plus nombreux que la mention de diffusion ne le permet."},
    // audience and references
    {"audience-not-allowed", "This kind of entry may not be addressed so.", "Ce genre d'écriture ne peut être adressé ainsi."},
    {"own-circle-missing", "The author could not read this entry.", "L'auteur ne pourrait pas lire cette écriture."},
    {"unknown-circle", "A circle or device of the audience does not exist.",
     "Un cercle ou un appareil destinataire n'existe pas."},
    {"stale-epoch", "Sealed to keys that are no longer current; synchronise and seal again.",
     "Scellé pour des clés qui ne sont plus en vigueur ; synchronisez et scellez de nouveau."},
    {"ref-unknown", "The entry refers to nothing that its author may read.",
     "L'écriture ne renvoie à rien que son auteur puisse lire."},
    // authority
    {"not-permitted", "The access lists do not grant this.", "Les listes d'accès ne l'accordent pas."},
    {"not-authorised", "The author's role may not do this.", "Le rôle de l'auteur ne le permet pas."},
    {"role-unsupported", "This version does not admit this role.", "Cette version n'admet pas ce rôle."},
    {"consent-required", "This needs the consent of a second party, and there is nobody who could give it.",
     "Cela exige l'accord d'une seconde partie, et personne ne peut le donner."},
    {"proposal-lapsed", "The proposal is older than 30 days; propose it again.",
     "La proposition a plus de 30 jours ; proposez-la de nouveau."},
    {"last-officer", "This would leave the network without an officer.", "Le réseau n'aurait plus de secrétariat."},
    {"complaint-repeated", "Your member has complained about this circle within the last 24 hours.",
     "Votre membre a déjà signalé ce cercle au cours des dernières 24 heures."},
    {"not-current", "What this refers to is not in force, or no longer; synchronise first.",
     "Ce à quoi ceci renvoie n'est pas, ou plus, en vigueur ; synchronisez d'abord."},
    {"already-exists", "The handle, key, circle or member is taken, or there is nothing left to hand over.",
     "L'identifiant, la clé, le cercle ou le membre est déjà pris, ou il n'y a plus rien à remettre."},
    {"rotation-not-due", "The circle needs no new epoch.", "Le cercle n'a pas besoin d'une nouvelle époque."},
    {"epoch-out-of-order", "The epoch is not the next one.", "L'époque n'est pas la suivante."},
    {"founding-over", "The founding is over.", "La fondation est close."},
    {"already-founded", "The network is founded already.", "Le réseau est déjà fondé."},
    {"not-founded", "No network has been founded here yet.", "Aucun réseau n'a encore été fondé ici."},
    // joining
    {"invitation-invalid", "This is not an invitation by somebody of this network who may invite so.",
     "Ceci n'est pas une invitation d'une personne de ce réseau qui puisse inviter ainsi."},
    {"invitation-expired", "The invitation has expired; ask for a new one.", "L'invitation a expiré ; demandez-en une nouvelle."},
    {"invitation-used", "The invitation was used before; tell the person who invited you.",
     "L'invitation a déjà servi ; prévenez la personne qui vous a invité."},
    {"token-mismatch", "The token does not fit.", "Le jeton ne convient pas."},
    {"enrolment-invalid", "The enrolment does not fit the invitation.", "L'inscription ne correspond pas à l'invitation."},
    // register, found by readers
    {"receipt-invalid", "The receipt does not fit the entry.", "Le reçu ne correspond pas à l'écriture."},
    {"membership-mismatch", "The governing entries are not those of the checkpoint.",
     "Les écritures constitutives ne sont pas celles du point de contrôle."},
    {"broken-link", "An entry to this circle was withheld.", "Une écriture adressée à ce cercle a été retenue."},
    {"broken-numbers", "A request number is repeated or out of order.",
     "Un numéro de demande est répété ou n'est pas dans l'ordre."},
    {"time-runs-backwards", "A leaf is older than one before it.", "Une feuille est plus ancienne qu'une précédente."},
});

}  // namespace

std::string_view title_of(std::string_view name, Language language) {
    const auto found = std::ranges::find(table, name, &Title::name);
    const Title& title = found == table.end() ? table.front() : *found;
    return language == Language::fr ? title.fr : title.en;
}

bool has_title(std::string_view name) { return std::ranges::find(table, name, &Title::name) != table.end(); }

}  // namespace gateway::api
