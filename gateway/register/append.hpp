// Deciding one job inside the append transaction.
#pragma once

#include "gateway/register/identity.hpp"
#include "gateway/register/jobs.hpp"
#include "gateway/register/view.hpp"

namespace gateway {

// What a job led to, before it is durable.
struct Decision {
    std::expected<std::vector<std::uint64_t>, Refusal> indexes;  // of its entries; none for a Joining
    bool repeated = false;
    bool wrote = false;  // also true for a refusal that leaves a trace: the second use of an invitation
};

// Decides `job` against `view` and writes what follows into the transaction; `view` moves on with every entry. After a
// refusal of a job that had appended something, the caller undoes both.
Decision decide(store::Transaction& transaction, View& view, const Job& job, const Identity& identity,
                const LeafTime& now);

}  // namespace gateway
