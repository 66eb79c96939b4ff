// Opens the body of one entry and checks that what is inside is what its kind and header say.
#pragma once

#include <expected>
#include <optional>

#include "clients/core/session/identity.hpp"
#include "clients/core/session/keyring.hpp"
#include "clients/core/store/store.hpp"
#include "protocol/content/request.hpp"

namespace clients {

enum class Opened { opened, no_key };

struct Opening {
    Opened outcome = Opened::no_key;
    SecretJson content;              // when opened; empty object for what carries keys: those go to the keyring
    bool keyring_grew = false;
    std::error_code fault;           // of the keys it carried: those that are right were taken all the same
};

// A key that stands in audiences by its own name: of this device, or of a recovery sheet.
struct NamedKey {
    protocol::KeyId name;
    const crypto::age::HybridIdentity* identity;
};

// Tries this reader's own stanza only. Errors are the author's fault, named: no_matching_identity and the other age errors,
// bind_mismatch, bad_padding, malformed_content, wider_than_mark, or a rule of the content.
std::expected<Opening, std::error_code> open_entry(const protocol::Entry& entry, const NamedKey& own, Keyring& keyring,
                                                   const protocol::NetworkState& state, Store& store);

// A rotation or grant whose secrets are all held already, as published: sealed to another device of this person, say, and opened
// there.
bool brings_nothing_new(const protocol::Entry& entry, const Keyring& keyring, const protocol::NetworkState& state);

// The rules that the network's settings make for requests: what a sender keeps to.
protocol::content::RequestRules request_rules(const protocol::NetworkState& state);
// The widest rules that settings can make: what a reader accepts, so that a later setting never takes the past away.
protocol::content::RequestRules reading_rules();

}  // namespace clients
