#include "clients/core/session/contact.hpp"

#include <algorithm>

#include "protocol/content/visible.hpp"
#include "protocol/limits.hpp"

namespace clients {
namespace {

bool is_plain_line(std::string_view text) {
    return text.size() <= protocol::limits::contact_field_bytes_max && text.find_first_of("\n\t") == std::string_view::npos &&
           protocol::content::visible(text) == text;
}

}  // namespace

SecretJson contact_json(const Contact& contact) {
    SecretJson out = SecretJson::object();
    out["name"] = secret_string(contact.name);
    out["email"] = secret_string(contact.email);
    if (!contact.institution.empty()) out["institution"] = secret_string(contact.institution);
    if (!contact.telephone.empty()) out["telephone"] = secret_string(contact.telephone);
    return out;
}

std::optional<Contact> parse_contact(const SecretJson& content) {
    if (!content.is_object()) return std::nullopt;
    Contact contact{.name = std::string(text_of(content, "name")), .email = std::string(text_of(content, "email")),
                    .institution = std::string(text_of(content, "institution")),
                    .telephone = std::string(text_of(content, "telephone"))};
    if (!is_valid(contact) || contact_json(contact) != content) return std::nullopt;
    return contact;
}

bool is_valid(const Contact& contact) {
    const bool address = std::ranges::count(contact.email, '@') == 1 && contact.email.find(' ') == std::string::npos &&
                         !contact.email.starts_with('@') && !contact.email.ends_with('@');
    return !contact.name.empty() && address && is_plain_line(contact.name) && is_plain_line(contact.email) &&
           is_plain_line(contact.institution) && is_plain_line(contact.telephone);
}

}  // namespace clients
