// A network begins: genesis, the first epochs, the founder's contact, the secretariat's access list.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "clients/core/session/session.hpp"

namespace clients {

struct Founding {
    std::string name;                             // of the network
    std::vector<protocol::Member> states;
    std::string gateway;                          // HOST:PORT
    crypto::tls::SpkiPin pin{};                   // as the operator gave it
    protocol::EnrolmentToken token;               // one-time, from the operator
    Contact founder;
};

// Founds the network from an empty home; afterwards this home is `dmr.01`. Durable and receipted on return.
std::expected<Sent, Failure> found_network(Session& session, Founding founding);

}  // namespace clients
