// The register as readers see it: immutable, replaced as a whole after each commit.
#pragma once

#include <memory>

#include "protocol/network_state.hpp"
#include "protocol/register_chain.hpp"

namespace gateway {

struct View {
    // Owners: this view and later ones, which share it until a governing entry makes another.
    std::shared_ptr<const protocol::NetworkState> state;
    protocol::RegisterHead head;

    std::uint64_t size() const noexcept { return head.frontier.size(); }
};

}  // namespace gateway
