// The one function that decides validity at an index. The committer calls it inside the append transaction, every reader
// calls it for every entry received: nobody else decides (docs/protocol.md, "Validity").
#pragma once

#include <optional>
#include <system_error>

#include "protocol/network_state.hpp"

namespace protocol {

// What an earlier entry contributes to judging a later one.
struct Precedent {
    std::string kind;
    Handle author;
    std::vector<Circle> audience;
};

// The earlier entries of the register, as far as the caller holds them.
class Precedents {
public:
    virtual ~Precedents() = default;
    virtual std::optional<Precedent> find(const EntryId& id) const = 0;
    virtual bool header_known(const crypto::Digest& header_hash) const = 0;
};

Precedent precedent_of(const Entry& entry);
// The circles that a header is addressed to, in order; devices are left out.
std::vector<Circle> circles_of(const Header& header);

// Is `entry` valid at `at`, after all that `state` and `precedents` hold? No error means yes. When the entry was delivered
// header-only its body is not looked at; parse_entry has checked a whole one. Pure; costs up to two Ed25519 verifications.
std::error_code judge(const NetworkState& state, const Precedents& precedents, const Entry& entry, const Position& at);

}  // namespace protocol
