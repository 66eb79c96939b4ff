// Takes a page of deliveries into the view, checking everything that can be checked before a key is used.
#pragma once

#include <expected>

#include "clients/core/net/gateway_client.hpp"
#include "clients/core/session/register_view.hpp"
#include "protocol/wire.hpp"

namespace clients {

struct Folded {
    std::uint64_t fetched = 0;
    std::vector<std::uint64_t> faults;   // entries that a member should not have sent, kept aside by name
};

// Verifies checkpoint, inclusion, leaves, chains and every entry's validity at its index, and stores the entries. A lie of
// the gateway is a Failure (and nothing of the page may be kept: run it inside a transaction and roll back); a member's fault
// is kept aside with its name. `network` is the network that was joined.
std::expected<Folded, Failure> fold_page(RegisterView& view, const protocol::wire::Page& page, const protocol::NetworkId& network,
                                         Store& store);

}  // namespace clients
