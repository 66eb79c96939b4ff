// Whoever reaches the gateway and carries for a home that does not: submits its bytes unread, keeps the answers, fetches what is
// that person's. Needs no key that opens or signs an entry.
#pragma once

#include <functional>

#include "clients/core/session/identity.hpp"
#include "clients/core/session/session.hpp"
#include "protocol/bundle/bundle.hpp"

namespace clients {

// Makes `store`, of a new home, one that can carry for this person and do nothing else.
void make_carrier(Store& store, const Identity& identity);
bool is_carrier(Store& store);

struct Carried {
    std::size_t taken = 0;              // by the register, now or before
    std::vector<Failure> refused;       // for good
    bool enrolled = false;
    bool brings_entries = false;        // the person's own: what is theirs will be fetched. Another's gets its answers only
};

class Courier {
public:
    using Told = std::function<void(std::uint64_t done, std::uint64_t total)>;

    // From a carrier's home, or a person's own. Failures: no_identity, unreachable.
    static std::expected<Courier, Failure> open(Store& store, const std::string& language);

    // Submits everything, and keeps the answers in the home. Any failure of the way ends it with nothing kept: the same file can
    // be carried in again, for the gateway gives the same receipts. Failure further: wrong_network.
    std::expected<Carried, Failure> carry(const protocol::wire::OutgoingBundle& bundle, const Told& told);

    // Something was carried in, which collect() has answers to.
    static bool has_carried(Store& store);
    // The answers, and pages up to the bound of a bundle. Failure further: nothing_carried.
    std::expected<protocol::wire::ReturningBundle, Failure> collect(const Told& told);
    // A person's own home goes back to carrying out what is its own; a carrier's stays ready to collect again.
    void delivered();

private:
    Courier(Store& store, Carrier carrier, Endpoint endpoint);
    std::expected<void, Failure> enrol(const std::string& call);
    std::expected<void, Failure> fetch(protocol::wire::ReturningBundle& bundle, const Told& told);

    Store* store_;
    std::unique_ptr<Carrier> carrier_;   // behind a pointer: the connection refers to its key
    Endpoint endpoint_;
    GatewayClient gateway_;
};

}  // namespace clients
