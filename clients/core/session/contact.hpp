// Name and contact of a person: sealed to the network, never in clear at the gateway.
#pragma once

#include <optional>
#include <string>

#include "clients/core/session/secret_json.hpp"

namespace clients {

struct Contact {
    std::string name;
    std::string email;
    std::string institution;   // may be empty
    std::string telephone;     // may be empty
    bool operator==(const Contact&) const = default;
};

SecretJson contact_json(const Contact& contact);
// Closed field list, each within limits::contact_field_bytes_max, valid UTF-8, no control characters; nothing otherwise.
std::optional<Contact> parse_contact(const SecretJson& content);
// What a person typed: a name and an address that has one `@` and no spaces.
bool is_valid(const Contact& contact);

}  // namespace clients
