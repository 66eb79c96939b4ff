// Who this installation is: the person's handle, the keys of this device, and where the network is reached.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clients/core/session/secret_json.hpp"
#include "crypto/age/identity.hpp"
#include "crypto/tls_identity.hpp"
#include "protocol/claims.hpp"

namespace clients {

struct Identity {
    protocol::Handle handle;
    protocol::NetworkId network{};
    std::string gateway;                         // HOST:PORT
    std::vector<crypto::tls::SpkiPin> pins;
    crypto::SigningKey sign;                     // entries
    crypto::age::HybridIdentity age;             // what is sealed to this device
    crypto::tls::Key tls;                        // the connection

    // Three new keys, made on this machine.
    static Identity generate(protocol::Handle handle, std::string gateway, std::vector<crypto::tls::SpkiPin> pins);

    protocol::DeviceKeys public_keys() const;
    protocol::KeyId key_id() const;
};

// What connects for that person, and can open nothing and sign no entry.
struct Carrier {
    protocol::Handle handle;
    protocol::NetworkId network{};
    std::string gateway;                         // HOST:PORT
    std::vector<crypto::tls::SpkiPin> pins;
    crypto::tls::Key tls;

    static Carrier of(const Identity& identity);
};
crypto::SecretBytes carrier_text(const Carrier& carrier);
std::optional<Carrier> parse_carrier(const crypto::SecretBytes& text);

crypto::SecretBytes identity_text(const Identity& identity);
std::optional<Identity> parse_identity(const crypto::SecretBytes& text);

}  // namespace clients
