// Builds a batch of entries against the network's state, each judged as the gateway will judge it before it is sent.
#pragma once

#include <expected>
#include <optional>
#include <set>
#include <vector>

#include "clients/core/session/identity.hpp"
#include "clients/core/session/keyring.hpp"
#include "protocol/judge.hpp"
#include "protocol/kinds.hpp"

namespace clients {

// What is to become an entry.
struct Draft {
    protocol::Kind kind{};
    std::vector<protocol::Circle> to;             // at their current epochs
    std::vector<protocol::KeyId> devices;         // kinds that carry keys only
    std::vector<protocol::EntryId> refs;
    std::optional<protocol::Claim> claim;
    std::optional<SecretJson> content;
};

// Enough to build the entry again when the epochs have moved on; what people write only.
crypto::SecretBytes draft_text(const Draft& draft);
std::optional<Draft> parse_draft(const crypto::SecretBytes& text);

class Composer {
public:
    struct Moment {
        std::uint64_t index = 0;                  // where the batch is expected to stand
        std::int64_t time = 0;
        std::optional<std::string> seen;          // newest checkpoint note that was verified
        std::set<protocol::Circle> unconfirmed;   // to these nobody writes by name
    };
    Composer(const Identity& identity, const Keyring& keyring, protocol::NetworkState state,
             const protocol::Precedents& precedents, Moment moment);

    // Adds an entry to the batch. Errors: whatever judge() would say, those of sealing, and seat_unconfirmed.
    std::error_code add(const Draft& draft);
    // Adds one made elsewhere (a joiner's founding rotation).
    std::error_code add(protocol::Entry entry);

    // Starts the next epoch of a circle, its history carried along. `made` receives the new secret, which this person keeps.
    std::error_code add_rotation(const protocol::Circle& circle, Keyring& made);
    // Hands over epochs that are held here. Error, besides judge()'s: not_authorised, when one is not.
    std::error_code add_grant(const protocol::MissingGrant& grant);
    // Every grant within reach that the batch has made due for this member: its circle's to its new devices, and those of the
    // circles above to its circle.
    std::error_code add_grants_to(const protocol::Member& member);

    // The same for one key that the batch has made a member, a new device or a recovery sheet: all epochs, in as many grants as
    // it takes.
    std::error_code add_grants_to(const protocol::KeyId& key);

    const protocol::NetworkState& state() const noexcept { return state_; }
    const std::vector<protocol::Entry>& batch() const noexcept { return batch_; }

private:
    protocol::Header header_of(const Draft& draft) const;
    std::error_code accept(protocol::Entry entry);
    std::error_code add_carrying(protocol::Header header, const SecretJson& content);

    const Identity& identity_;
    const Keyring& keyring_;
    protocol::NetworkState state_;
    const protocol::Precedents& precedents_;
    Moment moment_;
    std::vector<protocol::Entry> batch_;
};

// What members of circles lack and this device could hand over: epochs whose secret is held here and that the register says it
// may know. For each, at least one epoch that adds something.
std::vector<protocol::MissingGrant> grants_within_reach(const protocol::NetworkState& state, const Identity& identity,
                                                        const Keyring& keyring, std::int64_t time);

}  // namespace clients
